/** The narrow bar at the edge: who is here, help, light or dark, sign out. */
import { ActionIcon, Tooltip, useMantineColorScheme } from "@mantine/core";
import { useIntl } from "react-intl";
import { BoardIcon, DarkIcon, DeskIcon, HelpIcon, SearchIcon } from "./icons";
import { MeMenu } from "./team/me-menu";
import classes from "./desk.module.css";

interface Props {
  readonly onHelp: () => void;
  readonly onCommand: () => void;
  /** Opens the board or leaves it; null for who may not see it. */
  readonly onBoard: (() => void) | null;
  /** Whether it is open. */
  readonly board: boolean;
}

export function Nav({ onHelp, onCommand, onBoard, board }: Props) {
  const intl = useIntl();
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <nav className={classes.nav} aria-label={intl.formatMessage({ id: "console.nav" })}>
      <span className={classes.logo}>
        <DeskIcon size={26} />
      </span>
      {onBoard && (
        <NavButton label={intl.formatMessage({ id: "desk.board" })} pressed={board} onClick={onBoard}>
          <BoardIcon size={20} />
        </NavButton>
      )}
      <span className={classes.navGap} />
      <NavButton label={intl.formatMessage({ id: "desk.command" })} onClick={onCommand}>
        <SearchIcon size={20} />
      </NavButton>
      <NavButton label={intl.formatMessage({ id: "console.help" })} onClick={onHelp}>
        <HelpIcon size={20} />
      </NavButton>
      <NavButton label={intl.formatMessage({ id: "console.colours" })} onClick={toggleColorScheme}>
        <DarkIcon size={20} />
      </NavButton>
      <MeMenu />
    </nav>
  );
}

interface NavButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
  readonly children: React.ReactNode;
}

function NavButton({ label, onClick, pressed, children }: NavButtonProps) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        variant="subtle"
        size={40}
        className={classes.navButton ?? ""}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
