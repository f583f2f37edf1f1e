/** The verdict, with what to do next. */
import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import { AnswerNote } from "./answer-note";
import { firstRemedy } from "./step";
import type { DocumentStep } from "./use-document-step";

interface Props {
  readonly it: DocumentStep;
  readonly onClose: () => void;
  readonly onCannot: () => void;
}

export function AnswerView({ it, onClose, onCannot }: Props) {
  const { step } = it;
  const first = firstRemedy(step);
  if (!step.answer) return null;
  if (first === "done") {
    return (
      <Stack>
        <Alert color="green" role="status" data-testid="document-verdict" data-verdict="ACCEPTED">
          <FormattedMessage id="documents.verdict.ACCEPTED" />
        </Alert>
        <Group justify="flex-end">
          <Button onClick={onClose}>
            <FormattedMessage id="documents.close" />
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack>
      <AnswerNote answer={step.answer} windows={first === "windows"} />
      <Group>
        <Button variant={first === "retake" ? "default" : "filled"} onClick={it.back}>
          <FormattedMessage id={first === "windows" ? "documents.answer.windows" : "documents.answer.cover"} />
        </Button>
        <Button variant={first === "retake" ? "filled" : "default"} onClick={it.retake}>
          <FormattedMessage id="documents.retake" />
        </Button>
      </Group>
      {step.windows && first !== "windows" && (
        <Text size="sm">
          <Anchor component="button" type="button" onClick={it.toWindows}>
            <FormattedMessage id="documents.answer.windows" />
          </Anchor>
        </Text>
      )}
      {step.answer.refusals >= cannotAfter && (
        <Text size="sm">
          <Anchor component="button" type="button" onClick={onCannot}>
            <FormattedMessage id="documents.cannot" />
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

/** From this many refusals in a row on another way than a picture is offered again. */
const cannotAfter = 2;
