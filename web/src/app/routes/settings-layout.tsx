import { createRoute } from '@tanstack/react-router';
import { SettingsLayout } from '../shell/SettingsLayout';
import { shellRoute } from './root';

/** What all settings stand in. */
export const settingsLayout = createRoute({
  getParentRoute: () => shellRoute,
  id: 'settings',
  component: SettingsLayout,
});
