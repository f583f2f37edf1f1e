/** The beginning: where the mail goes, the captcha, and then the mail's code. */
import { Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { forgetAsked, noteAsked, wasAsked } from "./asked";
import { pictureAfter } from "./captcha";
import { CaptchaField, useCaptcha } from "./captcha-field";
import { Frame } from "./frame";
import { RequestRecovery } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { SentView } from "./sent-view";
import { useAct, type Problem } from "../../shared/act/use-act";
import type { Recovery } from "./use-recovery";

export function Begin({ recovery }: { readonly recovery: Recovery }) {
  const [asked, setAsked] = useState(() => wasAsked(Date.now()));
  const [email, setEmail] = useState("");
  if (asked) {
    return (
      <SentView
        recovery={recovery}
        onAnew={() => {
          forgetAsked();
          setAsked(false);
        }}
      />
    );
  }
  const sent = () => {
    noteAsked(Date.now());
    setAsked(true);
  };
  return <RequestForm registered={recovery.registered} email={email} onEmail={setEmail} onSent={sent} onCode={() => setAsked(true)} />;
}

interface FormProps {
  readonly registered: boolean;
  readonly email: string;
  readonly onEmail: (email: string) => void;
  readonly onSent: () => void;
  /** The mail is there already: to the code. */
  readonly onCode: () => void;
}

const ownFields = ["email", "captcha.answer"];

function RequestForm({ registered, email, onEmail, onSent, onCode }: FormProps) {
  const intl = useIntl();
  const captcha = useCaptcha(!registered);
  const [letters, setLetters] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(RequestRecovery);
  const errorAt = useFieldErrors(problem);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const input = registered ? {} : { email, captcha: { id: captcha.captcha?.id ?? "", answer: letters } };
    const data = await run({ input });
    const told: Problem | null = data?.requestRecovery.problem ?? null;
    setProblem(told);
    if (data?.requestRecovery.sent) {
      onSent();
      return;
    }
    if (!registered && pictureAfter(told) === "renew") {
      setLetters("");
      await captcha.renew();
    }
  };

  return (
    <Frame name="begin" progress={{ way: "answers", behind: 0 }}>
      <Text>
        <FormattedMessage id={registered ? "recovery.begin.signedIn" : "recovery.begin.what"} />
      </Text>
      <form onSubmit={(e) => void submit(e)} noValidate>
        <Stack>
          {!registered && (
            <>
              <TextInput
                type="email"
                name="email"
                autoComplete="email"
                inputMode="email"
                label={intl.formatMessage({ id: "recovery.begin.email" })}
                value={email}
                error={errorAt("email")}
                onChange={(e) => onEmail(e.currentTarget.value)}
              />
              <CaptchaField source={captcha} value={letters} onChange={setLetters} error={errorAt("captcha.answer")} />
            </>
          )}
          <ProblemAlert problem={problem} lost={lost} fields={registered ? [] : ownFields} />
          <Button type="submit" loading={busy}>
            <FormattedMessage id="recovery.begin.send" />
          </Button>
        </Stack>
      </form>
      <Text size="sm">
        <Anchor component="button" type="button" onClick={onCode}>
          <FormattedMessage id="recovery.begin.haveCode" />
        </Anchor>
      </Text>
      <Text size="sm" c="dimmed">
        <FormattedMessage id="recovery.begin.case" />
      </Text>
    </Frame>
  );
}
