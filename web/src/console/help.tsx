/** The keys, on one card. */
import { Kbd, Modal, Table } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { keyLabels } from "./use-keys";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function Help({ opened, onClose }: Props) {
  const intl = useIntl();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={intl.formatMessage({ id: "console.help" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <Table>
        <Table.Tbody>
          {(Object.keys(keyLabels) as (keyof typeof keyLabels)[]).map((name) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Kbd>{keyLabels[name]}</Kbd>
              </Table.Td>
              <Table.Td>
                <FormattedMessage id={`desk.key.${name}`} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
