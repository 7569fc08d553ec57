import { Drawer, type DrawerProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isHeld } from './hold';
import classes from './SideDrawer.module.css';

type Props = Pick<DrawerProps, 'opened' | 'onClose' | 'title' | 'children' | 'size'>;

/** Details beside the list they belong to; the whole width on a phone. */
export function SideDrawer({ size = '44rem', onClose, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer
      position="right"
      size={size}
      classNames={classes}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      onClose={() => isHeld() || onClose()}
      {...props}
    />
  );
}
