/** The picture with six letters, and the field for what was read in it. */
import { ActionIcon, Anchor, Group, Loader, Stack, Text, TextInput } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ReloadIcon } from "./icons";
import { NewCaptcha } from "./operations";
import { ProblemAlert } from "../../shared/act/problem";
import { useAct } from "../../shared/act/use-act";
import classes from "./recovery.module.css";

export interface Captcha {
  readonly id: string;
  readonly image: string;
  /** The same letters, said; null unless they were asked for. */
  readonly audio?: string | null;
}

/** A picture to be typed, and the way to another one. */
export function useCaptcha(wanted: boolean) {
  const { run, busy, lost } = useAct(NewCaptcha);
  const [payload, setPayload] = useState<NonNullable<Awaited<ReturnType<typeof run>>>["createCaptcha"] | null>(null);
  const renew = useCallback(
    async (spoken = false) => {
      const data = await run({ spoken });
      if (data) setPayload(data.createCaptcha);
    },
    [run],
  );
  const asked = useRef(false);
  useEffect(() => {
    if (!wanted || asked.current) return;
    asked.current = true;
    void renew();
  }, [wanted, renew]);
  return { captcha: payload?.captcha ?? null, problem: payload?.problem ?? null, busy, lost, renew };
}

interface Props {
  readonly source: ReturnType<typeof useCaptcha>;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
}

export function CaptchaField({ source, value, onChange, error }: Props) {
  const intl = useIntl();
  const [large, setLarge] = useState(false);
  const { captcha, busy } = source;
  const reload = intl.formatMessage({ id: "recovery.captcha.reload" });
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        <FormattedMessage id="recovery.captcha.picture" />
      </Text>
      <Group wrap="nowrap" align="center">
        <div className={classes.captchaView}>
          {captcha ? (
          <img
            className={classes.captcha}
            data-large={large || undefined}
            src={captcha.image}
            alt={intl.formatMessage({ id: "recovery.captcha.alt" })}
            data-testid="captcha"
          />
          ) : (
            busy && <Loader size="sm" />
          )}
        </div>
        <ActionIcon variant="default" size={44} aria-label={reload} title={reload} loading={busy} onClick={() => void source.renew()}>
          <ReloadIcon />
        </ActionIcon>
      </Group>
      {captcha && (
        <Text size="sm">
          <Anchor component="button" type="button" onClick={() => setLarge(!large)}>
            <FormattedMessage id={large ? "recovery.captcha.smaller" : "recovery.captcha.larger"} />
          </Anchor>
          {" · "}
          <Anchor component="button" type="button" onClick={() => void source.renew(true)}>
            <FormattedMessage id="recovery.captcha.hear" />
          </Anchor>
        </Text>
      )}
      {captcha?.audio != null && (
        <>
          <audio key={captcha.id} controls autoPlay src={captcha.audio} className={classes.captchaAudio} data-testid="captcha-audio" aria-label={intl.formatMessage({ id: "recovery.captcha.audio" })}>
            <track kind="captions" />
          </audio>
          <Text size="sm" c="dimmed">
            <FormattedMessage id="recovery.captcha.spelling" />
          </Text>
        </>
      )}
      <ProblemAlert problem={source.problem} lost={source.lost} />
      <TextInput
        label={intl.formatMessage({ id: "recovery.captcha.letters" })}
        name="captcha"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        value={value}
        error={error}
        onChange={(e) => onChange(e.currentTarget.value)}
      />
    </Stack>
  );
}
