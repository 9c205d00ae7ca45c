import { Form, Select } from 'antd';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { usePlaces } from '../shell/places.ts';

/** Which window: a form's field `windowId`. */
export function WindowField() {
  const { t, locale } = useConsoleTexts();
  const places = usePlaces();
  return (
    <Form.Item
      name="windowId"
      label={t('terminals.window')}
      rules={[{ required: true, message: t('terminals.required') }]}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        loading={places.isPending}
        options={(places.data?.windows ?? []).map((w) => ({
          value: w.id,
          label: `${w.no} ${inLocale(w.name, locale)}`,
        }))}
      />
    </Form.Item>
  );
}
