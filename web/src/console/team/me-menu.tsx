/** Who sits here and whether they take conversations; the way out. */
import { Menu, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { forgetConversations } from "../../conversation/keep";
import { useDesk } from "../desk-context";
import deskClasses from "../desk.module.css";
import { LeaveIcon } from "../icons";
import { signOut } from "../sign-out";
import { Presence } from "./presence";
import { StatusDialog, states } from "./status-dialog";
import { useStatus } from "./use-status";
import type { Colleague } from "./use-team";
import classes from "./team.module.css";

export function MeMenu() {
  const intl = useIntl();
  const { operator, team, tell } = useDesk();
  const status = useStatus();
  const [dialog, setDialog] = useState<Colleague["state"] | null>(null);
  const { me } = team;
  const state = me?.state ?? "OFFLINE";
  const choose = (next: Colleague["state"]) => {
    // Being away has a reason, and going offline gives everything away: both are asked about.
    if (next === "AWAY" || (next === "OFFLINE" && (me?.open ?? 0) + (me?.held ?? 0) > 0)) setDialog(next);
    else void status.set({ state: next });
  };
  const leave = async () => {
    forgetConversations();
    if (!(await signOut())) tell(intl.formatMessage({ id: "console.problem.UNREACHABLE" }));
  };
  return (
    <>
      <Menu position="right-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <UnstyledButton
            className={classes.meButton ?? ""}
            aria-label={intl.formatMessage(
              { id: "desk.me" },
              { name: operator.name, state: intl.formatMessage({ id: `desk.state.${state}` }) },
            )}
          >
            <span className={deskClasses.me}>{initials(operator.name)}</span>
            <Presence state={me?.state} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {operator.name} · <FormattedMessage id={`console.role.${operator.role}`} />
            {me && (
              <>
                <br />
                <span className={classes.load}>
                  <FormattedMessage id="desk.load" values={{ open: me.open, capacity: me.capacity, held: me.held }} />
                </span>
              </>
            )}
          </Menu.Label>
          {states.map((name) => (
            <Menu.Item
              key={name}
              leftSection={<Presence state={name} />}
              disabled={status.busy}
              {...(name === state ? { "aria-current": true } : {})}
              onClick={() => choose(name)}
            >
              <FormattedMessage
                id={`desk.choose.${name}`}
                values={{ reason: name === state ? (me?.reason ?? "") : "", current: name === state ? "yes" : "no" }}
              />
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setDialog(state)}>
            <FormattedMessage id="desk.status.more" />
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<LeaveIcon />} onClick={() => void leave()}>
            <FormattedMessage id="console.signOut" />
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog && <StatusDialog first={dialog} onClose={() => setDialog(null)} />}
    </>
  );
}

/** The first letters of the first and the last name. */
export function initials(name: string): string {
  const words = name.split(" ").filter((word) => word !== "");
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => Array.from(word ?? "")[0] ?? "").join("");
}
