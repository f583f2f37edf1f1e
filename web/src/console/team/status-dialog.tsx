/** The operator's own state in full: the state, why away, how many conversations at once. */
import { Button, Group, Modal, NumberInput, Radio, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useDesk } from "../desk-context";
import { Presence } from "./presence";
import { useStatus } from "./use-status";
import type { Colleague } from "./use-team";
import classes from "./team.module.css";

interface Props {
  /** The state that is chosen when it opens. */
  readonly first: Colleague["state"];
  readonly onClose: () => void;
}

export const states = ["ONLINE", "BUSY", "AWAY", "OFFLINE"] as const;
/** Reasons that are one press away; any other can be written. */
const reasons = ["break", "lunch", "meeting", "training"] as const;
const longestReason = 100;
const largestCapacity = 50;

export function StatusDialog({ first, onClose }: Props) {
  const intl = useIntl();
  const { me } = useDesk().team;
  const { busy, set } = useStatus();
  const [state, setState] = useState(first);
  const [reason, setReason] = useState(me?.reason ?? "");
  const [capacity, setCapacity] = useState<number | string>(me?.capacity ?? "");
  const save = async () => {
    const input = { state, reason: reason.trim(), ...(typeof capacity === "number" ? { capacity } : {}) };
    if ((await set(input)) === null) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: "desk.status" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void save();
        }}
      >
        <Stack>
          <Radio.Group
            label={intl.formatMessage({ id: "desk.status.state" })}
            value={state}
            onChange={(value) => setState(value as Colleague["state"])}
          >
            <Stack gap="xs" mt={6}>
              {states.map((name) => (
                <Radio
                  key={name}
                  value={name}
                  data-autofocus={name === first || undefined}
                  label={
                    <Group gap={8} wrap="nowrap">
                      <Presence state={name} />
                      <FormattedMessage id={`desk.state.${name}`} />
                    </Group>
                  }
                  description={intl.formatMessage({ id: `desk.state.${name}.means` })}
                />
              ))}
            </Stack>
          </Radio.Group>
          {state === "AWAY" && (
            <div>
              <TextInput
                label={intl.formatMessage({ id: "desk.status.reason" })}
                maxLength={longestReason}
                value={reason}
                onChange={(e) => setReason(e.currentTarget.value)}
              />
              <div className={classes.reasons}>
                {reasons.map((name) => (
                  <Button
                    key={name}
                    mt={6}
                    size="compact-sm"
                    variant="default"
                    onClick={() => setReason(intl.formatMessage({ id: `desk.reason.${name}` }))}
                  >
                    <FormattedMessage id={`desk.reason.${name}`} />
                  </Button>
                ))}
              </div>
            </div>
          )}
          <NumberInput
            label={intl.formatMessage({ id: "desk.status.capacity" })}
            description={intl.formatMessage({ id: "desk.status.capacity.means" })}
            min={0}
            max={largestCapacity}
            allowDecimal={false}
            value={capacity}
            onChange={setCapacity}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <FormattedMessage id="console.cancel" />
            </Button>
            <Button type="submit" loading={busy}>
              <FormattedMessage id="desk.save" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
