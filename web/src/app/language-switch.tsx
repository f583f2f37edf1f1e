/** Chooses the language of the pages and, for somebody signed in, of the mails. */
import { useIntl } from "react-intl";
import { useClient } from "urql";
import { graphql } from "../gql";
import { WhoIsHere } from "../shared/gate";
import { isLanguage, languages } from "../shared/i18n/languages";
import { useLanguage } from "../shared/i18n/language-provider";
import { GlobeIcon } from "../shared/look/icons";
import classes from "./shell.module.css";

const SetLanguage = graphql(`
  mutation SetLanguage($input: SetLanguageInput!) {
    setLanguage(input: $input) {
      account {
        id
        language
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export function LanguageSwitch() {
  const intl = useIntl();
  const client = useClient();
  const { language, awaited, choose } = useLanguage();
  if (languages.length < 2) return null;
  return (
    <span className={classes.languages}>
      <GlobeIcon size={18} />
      <select
        aria-label={intl.formatMessage({ id: "app.language" })}
        value={awaited ?? language}
        onChange={(e) => {
          const tag = e.currentTarget.value;
          if (!isLanguage(tag)) return;
          choose(tag);
          // Nobody waits for it: the pages have changed already.
          if (client.readQuery(WhoIsHere, {})?.data?.viewer) void client.mutation(SetLanguage, { input: { language: tag } }).toPromise();
        }}
      >
        {languages.map(({ tag, name }) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}
