/** The customer's pages by their addresses. What the first page does not need is loaded when it is. */
import { lazy, Suspense } from "react";
import { Route, Routes } from "react-router";
import { HomePage } from "../features/home/home-page";
import { Loading } from "../shared/ui";
import { NotFound } from "./not-found";
import { Shell } from "./shell";

const AccountPage = lazy(() => import("../features/account/account-page").then((m) => ({ default: m.AccountPage })));
const BelowRecoveryBanner = lazy(() => import("../features/account/recovery-banner").then((m) => ({ default: m.BelowRecoveryBanner })));
const CardsPage = lazy(() => import("../features/cards/cards-page"));
const SecurityPage = lazy(() => import("../features/security/security-page"));
const EmailPage = lazy(() => import("../features/email/email-page"));
const EmailLinkPage = lazy(() => import("../features/email/email-link-page"));
const QuestionnairePage = lazy(() => import("../features/questionnaire/questionnaire-page"));
const NotMePage = lazy(() => import("../features/not-me/not-me-page"));
const RecoverPage = lazy(() => import("../features/recovery/recover-page"));
const PayPage = lazy(() => import("../features/pay/pay-page"));
const SupportPage = lazy(() => import("./support-page"));

export function CustomerApp() {
  return (
    <Shell>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route path="/" element={<HomePage />} />
          <Route path="/account" element={<BelowRecoveryBanner />}>
            <Route index element={<AccountPage />} />
            <Route path="cards" element={<CardsPage />} />
            <Route path="security" element={<SecurityPage />} />
          </Route>
          <Route path="/confirm-email" element={<EmailPage />} />
          <Route path="/confirm" element={<EmailLinkPage />} />
          <Route path="/questionnaire" element={<QuestionnairePage />} />
          <Route path="/not-me" element={<NotMePage />} />
          <Route path="/recover" element={<RecoverPage />} />
          <Route path="/pay" element={<PayPage />} />
          <Route path="/support" element={<SupportPage />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Shell>
  );
}
