import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { failureText } from '../ui/failure.tsx';
import { Entrance } from './entrance.tsx';
import { useSession } from './provider.tsx';
import type { OutReason } from './state.ts';

interface Fields {
  login: string;
  password: string;
}

export function SignIn({ why }: { why: OutReason }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const { signIn } = useSession();
  const [form] = Form.useForm<Fields>();
  const entering = useMutation({
    mutationFn: ({ login, password }: Fields) => signIn(login.trim().toLowerCase(), password),
    onError: () => {
      form.setFieldValue('password', '');
      form.focusField('password');
    },
  });

  return (
    <Entrance title={t('signIn.title')}>
      {entering.error ? (
        <Alert type="error" showIcon title={failureText(texts, entering.error)} role="alert" />
      ) : (
        why !== 'start' && <Alert type="info" showIcon title={t(`signIn.${why}`)} role="status" />
      )}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => entering.mutate(fields)}>
        <Form.Item
          name="login"
          label={t('signIn.login')}
          rules={[{ required: true, message: t('signIn.missing') }]}
        >
          <Input
            size="large"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={100}
            autoFocus
          />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.password')}
          rules={[{ required: true, message: t('signIn.missing') }]}
        >
          <Input.Password size="large" autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" block loading={entering.isPending}>
          {t('signIn.submit')}
        </Button>
      </Form>
      <p className="entrance-hint">{t('signIn.note')}</p>
    </Entrance>
  );
}
