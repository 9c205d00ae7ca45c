import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useConsoleTexts } from '../i18n/use-texts.ts';

/** antd's picker has no time zone: it shows and takes the digits of a minute text (see `lib/time.ts`) as they are. */
const MINUTE = 'YYYY-MM-DDTHH:mm';

export interface MinuteRange {
  from: string | null;
  to: string | null;
}

export function MinuteRangePicker(o: { range: MinuteRange; onChange: (range: MinuteRange) => void }) {
  const { t } = useConsoleTexts();
  return (
    <DatePicker.RangePicker
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      allowEmpty={[true, true]}
      placeholder={[t('range.from'), t('range.to')]}
      value={[picked(o.range.from), picked(o.range.to)]}
      onChange={(range) =>
        o.onChange({ from: range?.[0]?.format(MINUTE) ?? null, to: range?.[1]?.format(MINUTE) ?? null })
      }
    />
  );
}

const picked = (minute: string | null) => (minute === null ? null : dayjs(minute));
