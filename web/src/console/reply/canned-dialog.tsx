/** The canned replies: read, written anew, changed, removed. */
import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Problem } from "../act";
import { useDesk } from "../desk-context";
import { ProblemNote } from "../problem-note";
import type { Canned } from "./canned";
import classes from "./reply.module.css";

interface Props {
  /** The language a new one begins with. */
  readonly locale: string;
  readonly onClose: () => void;
}

/** As the server has them. */
const languages = ["en", "el", "ru", "zh"] as const;
const longestShortcut = 32;
const longestBody = 4_000;

export function CannedDialog({ locale, onClose }: Props) {
  const intl = useIntl();
  const { canned, tell } = useDesk();
  const language = languages.find((l) => locale.startsWith(l)) ?? "en";
  const empty: Canned = { shortcut: "", locale: language, body: "" };
  const [reply, setReply] = useState<Canned>(empty);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const exists = canned.all.some((r) => r.shortcut === reply.shortcut && r.locale === reply.locale);
  const fieldError = (name: string) => problem?.fields?.find((f) => f.field === name)?.message;
  const save = async (body: string) => {
    setBusy(true);
    const refused = await canned.save({ ...reply, body });
    setBusy(false);
    setProblem(refused);
    if (refused) return;
    tell(intl.formatMessage({ id: body === "" ? "desk.canned.removed" : "desk.canned.saved" }, { shortcut: reply.shortcut }));
    setReply(empty);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={intl.formatMessage({ id: "desk.canned" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <Stack>
        {canned.all.length > 0 && (
          <ul className={classes.cannedAll}>
            {canned.all.map((r) => (
              <li key={`${r.shortcut} ${r.locale}`}>
                <UnstyledButton className={classes.cannedRow ?? ""} onClick={() => setReply(r)}>
                  <span className={classes.cannedName}>
                    /{r.shortcut} <span className={classes.cannedLocale}>{r.locale}</span>
                  </span>
                  <span className={classes.cannedBody} lang={r.locale} dir="auto">
                    {r.body}
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )}
        <form
          onSubmit={(e) => {
            e.preventDefault();
            void save(reply.body.trim());
          }}
        >
          <Stack gap="sm">
            <Group align="flex-start" grow>
              <TextInput
                label={intl.formatMessage({ id: "desk.canned.shortcut" })}
                leftSection="/"
                required
                maxLength={longestShortcut}
                value={reply.shortcut}
                error={fieldError("shortcut")}
                onChange={(e) => setReply({ ...reply, shortcut: e.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]/g, "") })}
                data-autofocus
              />
              <NativeSelect
                label={intl.formatMessage({ id: "desk.canned.language" })}
                value={reply.locale}
                onChange={(e) => setReply({ ...reply, locale: e.currentTarget.value })}
                data={languages.map((value) => ({ value, label: intl.formatDisplayName(value, { type: "language" }) ?? value }))}
              />
            </Group>
            <Textarea
              label={intl.formatMessage({ id: "desk.canned.text" })}
              description={intl.formatMessage({ id: "desk.canned.placeholders" }, { customer: "{customer}", operator: "{operator}" })}
              required
              autosize
              minRows={3}
              maxRows={10}
              maxLength={longestBody}
              lang={reply.locale}
              value={reply.body}
              error={fieldError("body")}
              onChange={(e) => setReply({ ...reply, body: e.currentTarget.value })}
            />
            {!problem?.fields && <ProblemNote problem={problem} onAgain={() => void save(reply.body.trim())} />}
            <Group justify="flex-end">
              {exists && (
                <Button variant="subtle" color="red" loading={busy} onClick={() => void save("")}>
                  <FormattedMessage id="desk.canned.remove" />
                </Button>
              )}
              <Button type="submit" loading={busy}>
                <FormattedMessage id="desk.save" />
              </Button>
            </Group>
          </Stack>
        </form>
      </Stack>
    </Modal>
  );
}
