import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Input, Modal, Select } from 'antd';
import type { MatterDay } from '../../contracts/hub/booking-console-api.ts';
import { useClient } from '../api/context.tsx';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { failureText } from '../ui/failure.tsx';

interface Fields {
  matterId: string;
  zh: string;
  en: string;
}
const HALL = '';

/** Closes a day (停办): says before how many lose their seat. */
export function CloseDialog(o: {
  day: string;
  matters: MatterDay[];
  onClose: () => void;
  onDone: (refused: number) => void;
}) {
  const texts = useConsoleTexts();
  const { t, locale } = texts;
  const client = useClient();
  const [form] = Form.useForm<Fields>();
  const matterId = Form.useWatch('matterId', form) ?? HALL;
  const taken = o.matters
    .filter((m) => matterId === HALL || m.matterId === matterId)
    .reduce((n, m) => n + m.taken, 0);
  const close = useMutation({
    mutationFn: ({ matterId: id, zh, en }: Fields) =>
      client.bookings.closeDay({
        day: o.day,
        matterId: id === HALL ? null : id,
        reason: { zh: zh.trim(), en: en.trim() },
      }),
    onSuccess: ({ refused }) => o.onDone(refused),
  });
  const rules = [
    { required: true, whitespace: true, message: t('bookings.reasonRule') },
    { min: 2, max: 100, message: t('bookings.reasonRule') },
  ];
  return (
    <Modal
      open
      title={t('bookings.closeTitle', { day: o.day })}
      okText={t('bookings.close')}
      okButtonProps={{ danger: true }}
      cancelText={t('do.cancel')}
      confirmLoading={close.isPending}
      mask={{ closable: false }}
      onCancel={o.onClose}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ matterId: HALL, zh: '', en: '' }}
        onFinish={(fields) => close.mutate(fields)}
      >
        {close.error && (
          <Alert
            type="error"
            showIcon
            role="alert"
            className="form-alert"
            title={failureText(texts, close.error)}
          />
        )}
        <Form.Item name="matterId" label={t('bookings.closeWhat')}>
          <Select
            options={[
              { value: HALL, label: t('bookings.wholeHall') },
              ...o.matters.map((m) => ({ value: m.matterId, label: inLocale(m.name, locale) })),
            ]}
          />
        </Form.Item>
        <p className="faint">{t('bookings.closeHint', { n: taken })}</p>
        <Form.Item name="zh" label={t('bookings.reasonZh')} rules={rules}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="en" label={t('bookings.reasonEn')} rules={rules}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
