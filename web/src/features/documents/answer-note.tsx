/** What the server said of the last picture, in a sentence that tells what to do. */
import { Alert } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import type { Answer } from "./step";

const reasons = new Set(["COVER_MIDDLE", "MARK_WINDOWS", "SHARPER"]);

export function AnswerNote({ answer }: { readonly answer: Answer }) {
  if (answer.verdict === "ACCEPTED") return null;
  const reason = reasons.has(answer.reason) ? answer.reason : "COVER_MIDDLE";
  return (
    <Alert
      color="yellow"
      role="alert"
      title={<FormattedMessage id={`documents.verdict.${answer.verdict}`} />}
      data-testid="document-verdict"
      data-verdict={answer.verdict}
      data-reason={answer.reason}
    >
      <FormattedMessage id={`documents.reason.${reason}`} />
    </Alert>
  );
}
