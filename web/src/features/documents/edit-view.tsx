/** Laying the covers, or marking the two windows. */
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import { CoverEditor } from "../cover/cover-editor";
import { complete } from "../cover/covers";
import { FinderNote } from "../cover/finder/finder-note";
import { AnswerNote } from "./answer-note";
import { needsCovers } from "./step";
import type { DocumentStep } from "./use-document-step";
import classes from "./documents.module.css";

export function EditView({ it }: { readonly it: DocumentStep }) {
  const { step, picture } = it;
  if (!picture) return null;
  const { mode } = step.covers;
  const ready = complete(step.covers, step.size, needsCovers(step.kind));
  return (
    <Stack gap="sm">
      {step.answer && <AnswerNote answer={step.answer} windows={mode === "windows"} />}
      <Text size="sm">
        <FormattedMessage id={`documents.edit.${mode}`} values={{ kind: step.kind }} />
      </Text>
      <FinderNote finder={it.finder} covers={step.covers} size={step.size} onSnap={it.snap} />
      <CoverEditor picture={picture} covers={step.covers} onAct={it.act} onTurnPicture={it.turn} />
      {step.windows && (
        <Text size="sm">
          <Anchor component="button" type="button" onClick={() => it.setMode(mode === "covers" ? "windows" : "covers")}>
            <FormattedMessage id={mode === "covers" ? "documents.edit.toWindows" : "documents.edit.toCovers"} />
          </Anchor>
        </Text>
      )}
      {!ready && (
        <Text size="sm" c="red" role="status">
          <FormattedMessage id={mode === "covers" ? "documents.edit.noCover" : "documents.edit.windowShape"} />
        </Text>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={it.retake}>
          <FormattedMessage id="documents.retake" />
        </Button>
        <Button onClick={it.look} disabled={!ready}>
          <FormattedMessage id="documents.edit.look" />
        </Button>
      </div>
    </Stack>
  );
}
