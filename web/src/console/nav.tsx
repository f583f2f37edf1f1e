/** The narrow bar at the edge: who is here, help, light or dark, sign out. */
import { ActionIcon, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { forgetConversations } from "../conversation/keep";
import type { Operator } from "./console-app";
import { useDesk } from "./desk-context";
import { DarkIcon, DeskIcon, HelpIcon, LeaveIcon } from "./icons";
import { signOut } from "./sign-out";
import classes from "./desk.module.css";

interface Props {
  readonly operator: Operator;
  readonly onHelp: () => void;
}

export function Nav({ operator, onHelp }: Props) {
  const intl = useIntl();
  const { tell } = useDesk();
  const { toggleColorScheme } = useMantineColorScheme();
  const leave = async () => {
    forgetConversations();
    if (!(await signOut())) tell(intl.formatMessage({ id: "console.problem.UNREACHABLE" }));
  };
  return (
    <nav className={classes.nav} aria-label={intl.formatMessage({ id: "console.nav" })}>
      <span className={classes.logo}>
        <DeskIcon size={26} />
      </span>
      <span className={classes.navGap} />
      <NavButton label={intl.formatMessage({ id: "console.help" })} onClick={onHelp}>
        <HelpIcon size={20} />
      </NavButton>
      <NavButton label={intl.formatMessage({ id: "console.colours" })} onClick={toggleColorScheme}>
        <DarkIcon size={20} />
      </NavButton>
      <Menu position="right-end" withinPortal>
        <Menu.Target>
          <UnstyledButton aria-label={intl.formatMessage({ id: "console.me" }, { name: operator.name })} className={classes.me ?? ""}>
            {initials(operator.name)}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {operator.name} · <FormattedMessage id={`console.role.${operator.role}`} />
          </Menu.Label>
          <Menu.Item leftSection={<LeaveIcon />} onClick={() => void leave()}>
            <FormattedMessage id="console.signOut" />
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}

interface NavButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function NavButton({ label, onClick, children }: NavButtonProps) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon variant="subtle" size={40} className={classes.navButton ?? ""} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** The first letters of the first and the last name. */
function initials(name: string): string {
  const words = name.split(" ").filter((word) => word !== "");
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => Array.from(word ?? "")[0] ?? "").join("");
}
