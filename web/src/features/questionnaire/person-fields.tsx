/** Who the account belongs to. */
import { NativeSelect, SimpleGrid, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { useIntl } from "react-intl";
import { countries } from "./countries";
import type { Form } from "./form";

interface Props {
  readonly form: Form;
  readonly onChange: (part: Partial<Form>) => void;
  readonly errorAt: (field: string) => string | undefined;
}

export function PersonFields({ form, onChange, errorAt }: Props) {
  const intl = useIntl();
  const all = useMemo(() => countries(intl.locale), [intl.locale]);
  const label = (name: string) => intl.formatMessage({ id: `questionnaire.person.${name}` });
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          name="givenName"
          autoComplete="given-name"
          label={label("givenName")}
          value={form.givenName}
          error={errorAt("givenName")}
          onChange={(e) => onChange({ givenName: e.currentTarget.value })}
        />
        <TextInput
          name="familyName"
          autoComplete="family-name"
          label={label("familyName")}
          value={form.familyName}
          error={errorAt("familyName")}
          onChange={(e) => onChange({ familyName: e.currentTarget.value })}
        />
        <TextInput
          name="birthDate"
          type="date"
          autoComplete="bday"
          label={label("birthDate")}
          value={form.birthDate}
          error={errorAt("birthDate")}
          onChange={(e) => onChange({ birthDate: e.currentTarget.value })}
        />
        <NativeSelect
          name="country"
          autoComplete="country"
          label={label("country")}
          value={form.country}
          error={errorAt("country")}
          data={[{ value: "", label: label("chooseCountry") }, ...all.map(({ code, name }) => ({ value: code, label: name }))]}
          onChange={(e) => onChange({ country: e.currentTarget.value })}
        />
      </SimpleGrid>
      <TextInput
        name="phone"
        type="tel"
        autoComplete="tel"
        label={label("phone")}
        description={label("phoneHint")}
        value={form.phone}
        error={errorAt("phone")}
        onChange={(e) => onChange({ phone: e.currentTarget.value })}
      />
    </>
  );
}
