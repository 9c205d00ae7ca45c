import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { askedMaterial, MAX_ASKED } from '../../contracts/hub/applications-api.ts';
import type { CaseAction, CaseDesk } from '../../contracts/hub/cases-api.ts';
import { useClient } from '../api/context.tsx';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { useMe } from '../session/provider.tsx';
import { failureText } from '../ui/failure.tsx';
import { askable, askedFrom } from './asked.ts';
import { ACTIONS, type ActionName } from './words.ts';

interface Fields {
  reason?: string;
  named?: string[];
  other?: string;
}
const WORDS = {
  accept: ['cases.acceptTitle', 'cases.acceptHint'],
  askSupplement: ['cases.askTitle', 'cases.askHint'],
  conclude: ['cases.concludeTitle', 'cases.concludeHint'],
  refuse: ['cases.refuseTitle', 'cases.refuseHint'],
} as const;

/** 受理 · 补正 · 办结 · 不予受理, as far as the state and the role allow. Each asks once more before it is done. */
export function CaseActions(o: { desk: CaseDesk; onDone: () => void }) {
  const { t } = useConsoleTexts();
  const { may } = useMe();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<ActionName | null>(null);
  if (!may('cases.handle')) return null;
  const actions: readonly ActionName[] = ACTIONS[o.desk.case.state];
  return (
    <div className="case-actions">
      {actions.map((action, i) => (
        <Button
          key={action}
          type={i === 0 ? 'primary' : 'default'}
          danger={action === 'refuse'}
          onClick={() => setAsking(action)}
        >
          {t(`cases.do.${action}`)}
        </Button>
      ))}
      {asking && (
        <ActionDialog
          action={asking}
          desk={o.desk}
          onClose={() => setAsking(null)}
          onDone={() => {
            setAsking(null);
            void message.success(t(`cases.done.${asking}`));
            o.onDone();
          }}
        />
      )}
    </div>
  );
}

function ActionDialog(o: { action: ActionName; desk: CaseDesk; onClose: () => void; onDone: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const [form] = Form.useForm<Fields>();
  const { action, desk } = o;
  const [title, hint] = WORDS[action];
  const named = askable(desk.form, t('cases.seal.ask'));
  const askedBy = (fields: Fields) => askedFrom(named, fields.named ?? [], fields.other ?? '');
  const acting = useMutation({
    mutationFn: (fields: Fields) =>
      client.cases.act({ caseNo: desk.case.caseNo, act: toAct(action, fields, askedBy) }),
    onSuccess: o.onDone,
  });
  return (
    <Modal
      open
      title={t(title)}
      okText={t(`cases.do.${action}`)}
      okButtonProps={{ danger: action === 'refuse' }}
      cancelText={t('do.cancel')}
      confirmLoading={acting.isPending}
      mask={{ closable: false }}
      onCancel={o.onClose}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => acting.mutate(fields)}>
        <p className="faint">{t(hint)}</p>
        {acting.error && (
          <Alert
            type="error"
            showIcon
            role="alert"
            className="form-alert"
            title={failureText(texts, acting.error)}
          />
        )}
        {action === 'askSupplement' && (
          <>
            {named.length > 0 && (
              <Form.Item name="named" label={t('cases.asked')}>
                <Checkbox.Group
                  className="case-choices"
                  options={named.map((m) => ({ value: m.id, label: m.title }))}
                />
              </Form.Item>
            )}
            <Form.Item
              name="other"
              label={t('cases.other')}
              dependencies={['named']}
              rules={[
                ({ getFieldsValue }) => ({
                  validator: () =>
                    isAskable(askedBy(getFieldsValue()))
                      ? Promise.resolve()
                      : Promise.reject(new Error(t('cases.askedRule'))),
                }),
              ]}
            >
              <Input.TextArea rows={2} maxLength={1_000} />
            </Form.Item>
          </>
        )}
        {action !== 'accept' && (
          <Form.Item
            name="reason"
            label={t('cases.reason')}
            rules={[
              { required: true, whitespace: true, message: t('cases.reasonRule') },
              { min: 2, max: 500, message: t('cases.reasonRule') },
            ]}
          >
            <Input.TextArea rows={3} maxLength={500} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

type Asked = ReturnType<typeof askedFrom>;
const isAskable = (asked: Asked): boolean =>
  asked.length > 0 && asked.length <= MAX_ASKED && asked.every((m) => askedMaterial.safeParse(m).success);

function toAct(action: ActionName, fields: Fields, askedBy: (fields: Fields) => Asked): CaseAction {
  if (action === 'accept') return { action };
  const reason = (fields.reason ?? '').trim();
  return action === 'askSupplement' ? { action, reason, asked: askedBy(fields) } : { action, reason };
}
