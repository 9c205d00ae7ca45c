import type { DeviceStatus } from '../../contracts/devices.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useMaintenance } from './context.ts';

interface SwitchOffProps {
  device: DeviceStatus;
  onConfirm: () => void;
  onClose: () => void;
}

/** Says what stops working before a device is switched off. */
export function SwitchOff({ device, onConfirm, onClose }: SwitchOffProps) {
  const { t } = useMaintenance().texts;
  return (
    <Dialog title={t('off.title', { device: t(`class.${device.class}`) })} onClose={onClose} aside={null}>
      <ul className="m-consequences">
        <li>{t(`off.stops.${device.class}`)}</li>
        <li>{device.required ? t('off.required') : t('off.optional')}</li>
        <li>{t('off.lasting')}</li>
      </ul>
      <div className="m-dialog__keys">
        <Button size="main" onPress={onClose}>
          {t('off.keep')}
        </Button>
        <Button size="main" kind="primary" onPress={onConfirm}>
          {t('off.confirm')}
        </Button>
      </div>
    </Dialog>
  );
}
