import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconChevronDown } from '@/components/icons';
import { ShownText } from '@/components/rich-text/ShownText';
import type { SignatureChoice } from '@/lib/api/types';
import { keptSource } from '@/lib/requests/file-sources';
import { useSignatures, type WritingPlace } from '../api/signatures';
import { worthOffering } from '../signature-choices';
import classes from './SignatureLine.module.css';

type Props = {
  place: WritingPlace;
  /** The shared sender that it is from. */
  identity?: string;
  /** What stands under such a mail when nothing is chosen. */
  usual: SignatureChoice;
  chosen: SignatureChoice | null;
  onChoose: (choice: SignatureChoice | null) => void;
};

/** What will stand under the mail, and what else can. */
export function SignatureLine({ place, identity, usual, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const offered = worthOffering(useSignatures(place, identity).data ?? [], usual);
  if (offered.length < 2) return null;
  const choice = chosen ?? usual;
  const shown = offered.find((one) => one.choice === choice) ?? offered[0];
  return (
    <section className={classes.line} aria-label={t('signature.preview')}>
      {shown?.html ? (
        <div className={classes.text}>
          <ShownText html={shown.html} links={false} picture={keptSource} />
        </div>
      ) : (
        <p className={classes.text}>{shown?.text || t('signature.noneUnder')}</p>
      )}
      <Menu position="top-end" shadow="md">
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            className={classes.button}
            rightSection={<IconChevronDown size={13} />}
          >
            {t('signature.choose')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup
            value={shown?.choice}
            onChange={(next) => onChoose(next === usual ? null : (next as SignatureChoice))}
          >
            {offered.map((one) => (
              <Menu.RadioItem closeMenuOnClick key={one.choice} value={one.choice}>
                {t(`signature.choice.${one.choice}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
    </section>
  );
}
