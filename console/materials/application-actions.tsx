import { ExportOutlined, LockOutlined, UnlockOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { type Application, materialPaths } from '../../contracts/hub/materials-api.ts';
import { useClient } from '../api/context.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { useMe } from '../session/provider.tsx';
import { failureText } from '../ui/failure.tsx';

/** Legal hold and export, for roles that may. */
export function ApplicationActions(o: { application: Application; onChange: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const { may } = useMe();
  const client = useClient();
  const { message } = App.useApp();
  const [holding, setHolding] = useState(false);
  const { id, hold, materials } = o.application;
  const taking = useMutation({
    mutationFn: () => client.materials.export({ id }),
    onSuccess: ({ ticket }) => window.location.assign(materialPaths.exported(id, ticket)),
    onError: (error) => void message.error(failureText(texts, error)),
  });
  return (
    <>
      {may('materials.hold') && (
        <Button
          icon={hold === null ? <LockOutlined aria-hidden /> : <UnlockOutlined aria-hidden />}
          onClick={() => setHolding(true)}
        >
          {hold === null ? t('materials.hold') : t('materials.release')}
        </Button>
      )}
      {may('materials.export') && (
        <Button
          type="primary"
          icon={<ExportOutlined aria-hidden />}
          title={t('materials.exportHint')}
          disabled={!materials.some((m) => m.row.state === 'whole')}
          loading={taking.isPending}
          onClick={() => taking.mutate()}
        >
          {t('materials.export')}
        </Button>
      )}
      {holding && (
        <HoldDialog
          id={id}
          hold={hold === null}
          onClose={() => setHolding(false)}
          onDone={() => {
            setHolding(false);
            o.onChange();
          }}
        />
      )}
    </>
  );
}

function HoldDialog(o: { id: string; hold: boolean; onClose: () => void; onDone: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const [form] = Form.useForm<{ reason: string }>();
  const change = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      client.materials.hold({ id: o.id, hold: o.hold, reason: reason.trim() }),
    onSuccess: o.onDone,
  });
  return (
    <Modal
      open
      title={t(o.hold ? 'materials.holdTitle' : 'materials.releaseTitle')}
      okText={t(o.hold ? 'materials.hold' : 'materials.release')}
      cancelText={t('do.cancel')}
      confirmLoading={change.isPending}
      mask={{ closable: false }}
      onCancel={o.onClose}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => change.mutate(fields)}>
        <p className="faint">{t(o.hold ? 'materials.holdHint' : 'materials.releaseHint')}</p>
        {change.error && (
          <Alert
            type="error"
            showIcon
            role="alert"
            className="form-alert"
            title={failureText(texts, change.error)}
          />
        )}
        <Form.Item
          name="reason"
          label={t('materials.reason')}
          rules={[
            { required: true, whitespace: true, message: t('materials.reasonRule') },
            { min: 2, max: 300, message: t('materials.reasonRule') },
          ]}
        >
          <Input.TextArea rows={3} maxLength={300} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}
