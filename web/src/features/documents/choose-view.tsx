/** What to photograph, and the way to a picture. */
import { Alert, Anchor, Button, FileButton, Group, List, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { FormattedMessage } from "react-intl";
import { AnswerNote } from "./answer-note";
import type { DocumentStep } from "./use-document-step";

/** What the server decodes. Phones turn their own kinds into one of these when told so. */
const accept = "image/jpeg,image/png,image/webp";

interface Props {
  readonly it: DocumentStep;
  readonly onCannot: () => void;
}

export function ChooseView({ it, onCannot }: Props) {
  const { kind, at, failure, answer } = it.step;
  const handheld = useMediaQuery("(pointer: coarse)");
  const pick = (file: File | null) => {
    if (file) it.choose(file);
  };
  return (
    <Stack>
      {answer && <AnswerNote answer={answer} />}
      <List spacing={6} size="sm">
        {(kind === "BANK_CARD" ? ["card.flat", "card.cover", "card.private"] : ["id.whole", "id.cover", "id.private"]).map((line) => (
          <List.Item key={line}>
            <FormattedMessage id={`documents.choose.${line}`} />
          </List.Item>
        ))}
      </List>
      {failure && (
        <Alert color="red" role="alert">
          <FormattedMessage id={`documents.failure.${failure}`} />
        </Alert>
      )}
      <Group grow={handheld}>
        {handheld && (
          <FileButton onChange={pick} accept={accept} capture="environment">
            {(props) => (
              <Button {...props} loading={at === "opening"}>
                <FormattedMessage id="documents.choose.photo" />
              </Button>
            )}
          </FileButton>
        )}
        <FileButton onChange={pick} accept={accept}>
          {(props) => (
            <Button {...props} variant={handheld ? "default" : "filled"} loading={at === "opening"}>
              <FormattedMessage id="documents.choose.file" />
            </Button>
          )}
        </FileButton>
      </Group>
      <Text size="sm">
        <Anchor component="button" type="button" onClick={onCannot}>
          <FormattedMessage id="documents.cannot" />
        </Anchor>
      </Text>
    </Stack>
  );
}
