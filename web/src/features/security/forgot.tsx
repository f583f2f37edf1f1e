/** The way out for somebody whose payment password was wrong. */
import { FormattedMessage } from "react-intl";
import { Link } from "react-router";
import type { Problem } from "../../shared/act/use-act";

const forgotten = new Set(["WRONG_PASSWORD", "BLOCKED", "PASSWORD_DISABLED"]);

export function Forgot({ problem }: { readonly problem: Problem | null }) {
  if (!problem || !forgotten.has(problem.code)) return null;
  return (
    <>
      {" "}
      <Link to="/recover">
        <FormattedMessage id="cards.add.forgot" />
      </Link>
    </>
  );
}
