import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { newPassword } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { failureText } from '../ui/failure.tsx';

interface Fields {
  current: string;
  next: string;
  again: string;
}

/** A signed-in person's own change of password. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const [form] = Form.useForm<Fields>();
  const change = useMutation({
    mutationFn: ({ current, next }: Fields) => client.auth.changePassword({ current, next }),
    onSuccess: () => {
      form.resetFields();
      onDone();
    },
  });
  const error =
    change.error &&
    (codeOf(change.error) === 'auth.failed' ? t('password.wrong') : failureText(texts, change.error));

  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => change.mutate(fields)}>
      {error && <Alert type="error" showIcon title={error} role="alert" className="form-alert" />}
      <Form.Item
        name="current"
        label={t('password.current')}
        rules={[{ required: true, message: t('password.required') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="next"
        label={t('password.next')}
        extra={t('password.rule')}
        dependencies={['current']}
        rules={[
          { required: true, message: t('password.required') },
          ({ getFieldValue }) => ({
            validator: async (_rule, value: string | undefined) => {
              if (!value) return;
              if (!newPassword.safeParse(value).success) throw new Error(t('password.rule'));
              if (value === getFieldValue('current')) throw new Error(t('password.same'));
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('password.again')}
        dependencies={['next']}
        rules={[
          { required: true, message: t('password.required') },
          ({ getFieldValue }) => ({
            validator: async (_rule, value: string | undefined) => {
              if (value && value !== getFieldValue('next')) throw new Error(t('password.different'));
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('password.submit')}
      </Button>
    </Form>
  );
}
