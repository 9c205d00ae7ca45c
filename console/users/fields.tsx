import { Button, Form, type FormInstance, Input, Select } from 'antd';
import { newPassword, role } from '../../contracts/hub/console-api.ts';
import { label } from '../../contracts/primitives.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { makePassword } from './make-password.ts';

export function NameField() {
  const { t } = useConsoleTexts();
  return (
    <Form.Item
      name="name"
      label={t('users.name')}
      rules={[
        {
          required: true,
          validator: async (_rule, value: string | undefined) => {
            if (!label.safeParse(value).success) throw new Error(t('users.required'));
          },
        },
      ]}
    >
      <Input maxLength={100} autoComplete="off" />
    </Form.Item>
  );
}

export function RoleField({ disabled = false }: { disabled?: boolean }) {
  const { t } = useConsoleTexts();
  return (
    <Form.Item name="role" label={t('users.role')} rules={[{ required: true }]}>
      <Select
        disabled={disabled}
        options={role.options.map((value) => ({
          value,
          label: t(`role.${value}`),
          hint: t(`roleHint.${value}`),
        }))}
        optionRender={(option) => (
          <>
            {option.label} <span className="faint">{option.data.hint}</span>
          </>
        )}
      />
    </Form.Item>
  );
}

/** A password that somebody is told: shown as it is typed, or made at random. */
export function PasswordField<F extends { password: string }>(o: { form: FormInstance<F>; label: string }) {
  const { t } = useConsoleTexts();
  const generate = () => {
    const password = makePassword((size) => crypto.getRandomValues(new Uint32Array(size)));
    (o.form as FormInstance).setFieldValue('password', password);
    void (o.form as FormInstance).validateFields(['password']);
  };
  return (
    <Form.Item
      label={o.label}
      name="password"
      extra={
        <>
          {t('password.rule')}
          <br />
          {t('users.tell')}
        </>
      }
      rules={[
        { required: true, message: t('users.required') },
        {
          validator: async (_rule, value: string | undefined) => {
            if (value && !newPassword.safeParse(value).success) throw new Error(t('password.rule'));
          },
        },
      ]}
    >
      <Input
        className="mono"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        suffix={
          <Button type="link" size="small" onClick={generate}>
            {t('users.generate')}
          </Button>
        }
      />
    </Form.Item>
  );
}
