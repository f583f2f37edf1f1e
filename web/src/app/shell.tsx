/** What every customer's page has around it: the name, the language, the way out of trouble, and what has to be said whatever the page. */
import { Anchor, Container } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { useEffect, useRef, type MouseEvent, type ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import { Link, useLocation } from "react-router";
import { keepFocus } from "../shared/focus/keep-focus";
import { useArrival } from "../shared/focus/use-arrival";
import { nameOf } from "../shared/i18n/languages";
import { useLanguage } from "../shared/i18n/language-provider";
import { ChatIcon, OfflineIcon } from "../shared/look/icons";
import { ErrorBoundary } from "./error-boundary";
import { LanguageSwitch } from "./language-switch";
import { SessionEnded } from "./session-ended";
import classes from "./shell.module.css";
import { SigningOut } from "./signing-out";
import { StillWorking } from "./still-working";
import { useTitle } from "./use-title";

export function Shell({ children }: { readonly children: ReactNode }) {
  const { online } = useNetwork();
  const { awaited } = useLanguage();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  useArrival(pathname, main);
  useTitle(main);
  useEffect(() => (main.current ? keepFocus(main.current) : undefined), []);
  const skip = (event: MouseEvent) => {
    event.preventDefault(); // the address stays: a fragment is a mail's token here
    main.current?.focus();
    main.current?.scrollIntoView();
  };
  return (
    <div className={classes.page}>
      <a href="#main" className={classes.skip} onClick={skip}>
        <FormattedMessage id="app.skip" />
      </a>
      <header className={classes.header}>
        <Container size="sm" className={classes.bar ?? ""}>
          <Link to="/" className={classes.brand}>
            <img src="/favicon.svg" width={32} height={32} alt="" />
            <FormattedMessage id="app.name" />
          </Link>
          <div className={classes.ways}>
            <LanguageSwitch />
            <Anchor component={Link} to="/support" className={classes.help ?? ""} underline="never">
              <ChatIcon size={18} />
              <FormattedMessage id="app.help" />
            </Anchor>
          </div>
        </Container>
      </header>
      <div role="status" className={classes.offline} data-shown={!online || awaited !== null}>
        {(!online || awaited) && (
          <Container size="sm" className={classes.offlineText ?? ""}>
            <OfflineIcon size={18} />
            <span>
              {!online && <FormattedMessage id="app.offline" />} {awaited && <FormattedMessage id="app.offline.language" values={{ language: nameOf(awaited) }} />}
            </span>
          </Container>
        )}
      </div>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Container size="sm">
          <SessionEnded />
          <SigningOut />
          <ErrorBoundary page={pathname}>{children}</ErrorBoundary>
        </Container>
      </main>
      {pathname !== "/support" && (
        <footer className={classes.footer}>
          <Container size="sm">
            <FormattedMessage id="app.neverAsked" />
          </Container>
        </footer>
      )}
      <StillWorking online={online} />
    </div>
  );
}
