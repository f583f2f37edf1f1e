/** The ways to pay that are open. One is shown at a time; what was typed in another is kept while the page is. */
import { Alert, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { PaymentMethod } from "../../gql/graphql";
import { CashWay } from "./cash-way";
import { GuestWay } from "./guest-way";
import type { AtPayment } from "./pay-page";
import { SavedWay } from "./saved-way";
import { WalletWay } from "./wallet-way";
import classes from "./pay.module.css";

export function Ways({ at }: { readonly at: AtPayment }) {
  const intl = useIntl();
  const { methods, declineCode, triesLeft } = at.payment;
  const [chosen, setChosen] = useState<PaymentMethod | null>(at.payment.method ?? null);
  const way = chosen !== null && methods.includes(chosen) ? chosen : methods[0];
  return (
    <Stack>
      {declineCode != null && (
        <Alert color="yellow" role="alert" data-code={declineCode}>
          <Declined code={declineCode} /> {triesLeft > 0 && triesLeft <= 3 && <FormattedMessage id="pay.triesLeft" values={{ count: triesLeft }} />}
        </Alert>
      )}
      {methods.length === 0 && (
        <Alert color="yellow">
          <FormattedMessage id="pay.noWay" />
        </Alert>
      )}
      {methods.length > 1 && (
        <Radio.Group value={way ?? null} onChange={(v) => setChosen(v as PaymentMethod)} label={intl.formatMessage({ id: "pay.how" })} name="way">
          <div className={classes.ways}>
            {methods.map((m) => (
              <Radio
                key={m}
                value={m}
                label={intl.formatMessage({ id: `pay.way.${m}` })}
                description={intl.formatMessage({ id: `pay.way.${m}.what` })}
                classNames={{ root: classes.way ?? "" }}
              />
            ))}
          </div>
        </Radio.Group>
      )}
      {methods.map((m) => (
        <div key={m} hidden={m !== way} data-testid={`way-${m}`}>
          {m === "SAVED_CARD" && <SavedWay at={at} />}
          {m === "GUEST_CARD" && <GuestWay at={at} />}
          {m === "WALLET" && <WalletWay at={at} />}
          {m === "CASH" && <CashWay at={at} />}
        </div>
      ))}
    </Stack>
  );
}

/** Why the last try was declined; a code nobody has words for yet gets the general ones. */
export function Declined({ code }: { readonly code: string }) {
  const { messages } = useIntl();
  const id = `pay.declined.${code}`;
  return <FormattedMessage id={id in messages ? id : "pay.declined.OTHER"} />;
}
