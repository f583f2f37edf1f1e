/** /pay: one payment, from what is asked for to how it ended. */
import { Anchor, Stack, Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { ShownPaymentFragment } from "../../gql/graphql";
import { Loading, Page, Unreachable } from "../../shared/ui";
import { CardIcon } from "../../shared/look/icons";
import { usePaymentToken } from "./kept-token";
import { Outcome } from "./outcome";
import { Summary } from "./summary";
import { usePayment } from "./use-payment";
import { Ways } from "./ways";

export default function PayPage() {
  const token = usePaymentToken();
  return token === null ? <NoPayment /> : <Pay key={token} token={token} />;
}

/** What every part of the page is given. */
export interface AtPayment {
  readonly token: string;
  readonly payment: ShownPaymentFragment;
  readonly show: (payment: ShownPaymentFragment) => void;
  readonly refresh: () => void;
}

function Pay({ token }: { readonly token: string }) {
  const intl = useIntl();
  const { status, payment, error, refresh, show } = usePayment(token);
  if (status === "loading") return <Loading />;
  if (!payment) return status === "failed" ? <Unreachable onRetry={refresh} error={error} /> : <NoPayment />;
  const at: AtPayment = { token, payment, show, refresh };
  const open = payment.state === "OPEN";
  return (
    <Page title={intl.formatMessage({ id: `pay.title.${payment.state}` })} testid="pay" icon={<CardIcon />}>
      <div data-testid="pay-state" data-state={payment.state}>
        <Stack>
          <Summary payment={payment} />
          {open ? <Ways at={at} /> : <Outcome at={at} />}
          {open && (
            <Text size="sm">
              <Anchor href={payment.returnUrl}>
                <FormattedMessage id="pay.back" />
              </Anchor>
            </Text>
          )}
        </Stack>
      </div>
    </Page>
  );
}

function NoPayment() {
  const intl = useIntl();
  return (
    <Page title={intl.formatMessage({ id: "pay.absent.title" })} testid="pay-absent">
      <Text>
        <FormattedMessage id="pay.absent.what" />
      </Text>
    </Page>
  );
}
