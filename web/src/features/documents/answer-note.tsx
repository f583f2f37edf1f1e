/** What the server said of the last picture, in a sentence that tells what to do. */
import { Alert, Text } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import type { Answer } from "./step";

const reasons = new Set(["COVER_MIDDLE", "MARK_WINDOWS", "SHARPER", "OTHER_DIGITS"]);

interface Props {
  readonly answer: Answer;
  /** The two windows are the way now, whatever the answer asked for. */
  readonly windows?: boolean;
}

export function AnswerNote({ answer, windows = false }: Props) {
  if (answer.verdict === "ACCEPTED") return null;
  const reason = windows && answer.reason !== "OTHER_DIGITS" ? "MARK_WINDOWS" : reasons.has(answer.reason) ? answer.reason : "COVER_MIDDLE";
  return (
    <Alert
      color="yellow"
      role="alert"
      data-testid="document-verdict"
      data-verdict={answer.verdict}
      data-reason={answer.reason}
    >
      <Text fw={600} size="sm">
        <FormattedMessage id={`documents.verdict.${answer.verdict}`} />
      </Text>
      <Text size="sm">
        <FormattedMessage id={`documents.reason.${reason}`} />
      </Text>
    </Alert>
  );
}
