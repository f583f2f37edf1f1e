/** After a conversation: what the customer thought of it, and all that was written by mail. */
import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useClient, useQuery } from "urql";
import { MailTranscript, RateConversation, SupportRating } from "./operations";
import classes from "./support.module.css";

type Step = "open" | "busy" | "done" | "failed";

export function Farewell({ id }: { readonly id: string }) {
  return (
    <div className={classes.farewell} data-testid="support-farewell">
      <Rating id={id} />
      <Transcript id={id} />
    </div>
  );
}

const marks = [1, 2, 3, 4, 5] as const;

function Rating({ id }: { readonly id: string }) {
  const intl = useIntl();
  const client = useClient();
  const [{ data }] = useQuery({ query: SupportRating, variables: { id }, requestPolicy: "network-only" });
  const [chosen, setChosen] = useState(0);
  const [comment, setComment] = useState("");
  const [step, setStep] = useState<Step>("open");
  const rate = async () => {
    setStep("busy");
    const { data: answer } = await client.mutation(RateConversation, { input: { conversationId: id, rating: chosen, comment } }).toPromise();
    setStep(answer?.rateConversation.conversation ? "done" : "failed");
  };
  if (!data) return null;
  if (step === "done" || (data.conversation?.rating != null && step === "open")) {
    return (
      <Text size="sm" role="status">
        <FormattedMessage id="support.rate.thanks" />
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Group gap={6} role="radiogroup" aria-label={intl.formatMessage({ id: "support.rate.what" })}>
        <Text size="sm" aria-hidden>
          <FormattedMessage id="support.rate.what" />
        </Text>
        {marks.map((n) => (
          <Button
            key={n}
            size="compact-md"
            variant={chosen === n ? "filled" : "default"}
            role="radio"
            aria-checked={chosen === n}
            aria-label={intl.formatMessage({ id: "support.rate.mark" }, { n })}
            onClick={() => setChosen(n)}
          >
            {n}
          </Button>
        ))}
      </Group>
      {chosen > 0 && (
        <>
          <Textarea size="sm" autosize maxRows={4} maxLength={1000} label={intl.formatMessage({ id: "support.rate.comment" })} value={comment} onChange={(e) => setComment(e.currentTarget.value)} />
          <Group>
            <Button size="xs" loading={step === "busy"} onClick={() => void rate()}>
              <FormattedMessage id="support.rate.send" />
            </Button>
          </Group>
        </>
      )}
      {step === "failed" && (
        <Text size="sm" c="red" role="alert">
          <FormattedMessage id="support.trouble.NETWORK" />
        </Text>
      )}
    </Stack>
  );
}

function Transcript({ id }: { readonly id: string }) {
  const client = useClient();
  const [step, setStep] = useState<Step>("open");
  const [told, setTold] = useState("");
  const ask = async () => {
    setStep("busy");
    const { data } = await client.mutation(MailTranscript, { input: { conversationId: id } }).toPromise();
    setTold(data?.mailTranscript.problem?.message ?? "");
    setStep(data?.mailTranscript.conversation ? "done" : "failed");
  };
  if (step === "done") {
    return (
      <Text size="sm" role="status">
        <FormattedMessage id="support.transcript.done" />
      </Text>
    );
  }
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" loading={step === "busy"} onClick={() => void ask()}>
        <FormattedMessage id="support.transcript.ask" />
      </Button>
      {step === "failed" && (
        <Text size="sm" c="red" role="alert">
          {told === "" ? <FormattedMessage id="support.trouble.NETWORK" /> : told}
        </Text>
      )}
    </Group>
  );
}
