import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Form, Input, Skeleton } from 'antd';
import { Link } from 'react-router';
import type { PetitionStory } from '../../contracts/hub/petitions-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { dateTime } from '../lib/time.ts';
import { useMe } from '../session/provider.tsx';
import { FailureNote, failureText } from '../ui/failure.tsx';
import { StateText } from '../ui/state-text.tsx';
import { useWindowName } from './petition-table.tsx';
import { STATE_TONE } from './words.ts';

/** One petition over the list: what was said, and what is answered. */
export function PetitionDrawer(o: { id: string | null; onClose: () => void; onChange: () => void }) {
  const { t } = useConsoleTexts();
  const client = useClient();
  const story = useQuery({
    queryKey: ['petition', o.id],
    queryFn: ({ signal }) => client.petitions.story({ id: o.id ?? '' }, { signal }),
    enabled: o.id !== null,
    // Each reading is a line of the audit log: nothing is read again by itself.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
  });
  return (
    <Drawer
      title={t('petitions.title')}
      size={640}
      open={o.id !== null}
      onClose={o.onClose}
      closable={{ 'aria-label': t('do.close') }}
      destroyOnHidden
    >
      {story.error && <FailureNote code={codeOf(story.error)} retry={() => void story.refetch()} />}
      {!story.error && !story.data && <Skeleton active paragraph={{ rows: 8 }} />}
      {story.data && (
        <Story
          key={story.data.row.id}
          story={story.data}
          onDone={() => {
            void story.refetch();
            o.onChange();
          }}
        />
      )}
    </Drawer>
  );
}

function Story({ story, onDone }: { story: PetitionStory; onDone: () => void }) {
  const { t } = useConsoleTexts();
  const windowName = useWindowName();
  const { row } = story;
  return (
    <>
      <div className="form-head">
        <h2>{t(`petitions.kind.${row.kind}`)}</h2>
        <StateText tone={STATE_TONE[row.state]}>{t(`petitions.state.${row.state}`)}</StateText>
      </div>
      {story.text === null ? (
        <p className="faint">{t('petitions.deleted')}</p>
      ) : (
        <p className="case-reason petition-text">{story.text}</p>
      )}
      <dl className="facts">
        <dt>{t('petitions.column.no')}</dt>
        <dd className="mono">{row.no}</dd>
        <dt>{t('petitions.column.at')}</dt>
        <dd>
          {dateTime(row.atMs)}
          <span className="second mono">{row.terminalId}</span>
        </dd>
        {row.caseNo !== null && (
          <>
            <dt>{t('petitions.about')}</dt>
            <dd>
              <Link to={`/cases?no=${encodeURIComponent(row.caseNo)}`} className="mono">
                {row.caseNo}
              </Link>
            </dd>
          </>
        )}
        {row.windowId !== null && (
          <>
            <dt>{t('petitions.about')}</dt>
            <dd>{windowName(row.windowId)}</dd>
          </>
        )}
        <dt>{t('petitions.answerTo')}</dt>
        <dd>{t(row.wantsAnswer ? 'petitions.wantsAnswer' : 'petitions.noAnswer')}</dd>
        <Contact story={story} />
      </dl>
      {row.proof === 'typed' && (
        <Alert type="warning" showIcon className="form-alert" title={t('petitions.typedHint')} />
      )}
      {row.state === 'received' ? <Answer story={story} onDone={onDone} /> : <Ended story={story} />}
    </>
  );
}

/** Who left it, masked until somebody asks. */
function Contact({ story }: { story: PetitionStory }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const { may } = useMe();
  const { message } = App.useApp();
  // Shown whole only while this stands open; nothing keeps it.
  const whole = useMutation({
    mutationFn: () => client.petitions.reveal({ id: story.row.id }),
    onError: (error) => void message.error(failureText(texts, error)),
    gcTime: 0,
  });
  const shown = whole.data ?? story;
  const isNothing = story.name === null && story.phone === null;
  return (
    <>
      <dt>{t('petitions.column.from')}</dt>
      <dd>
        {shown.name ?? t('petitions.guest')}
        <span className="second mono">{shown.phone ?? t('petitions.noPhone')}</span>
        {!isNothing && may('petitions.handle') && (
          <Button
            type="link"
            size="small"
            icon={whole.data ? <EyeInvisibleOutlined aria-hidden /> : <EyeOutlined aria-hidden />}
            title={t('cases.showHint')}
            loading={whole.isPending}
            onClick={() => (whole.data ? whole.reset() : whole.mutate())}
          >
            {t(whole.data ? 'cases.hide' : 'cases.show')}
          </Button>
        )}
      </dd>
    </>
  );
}

function Ended({ story }: { story: PetitionStory }) {
  const { t } = useConsoleTexts();
  const { row, answer, closedBy } = story;
  return (
    <>
      <h2>{t(`petitions.state.${row.state}`)}</h2>
      {answer !== null && <p className="case-reason">{answer}</p>}
      {row.closedMs !== null && (
        <p className="second">
          {dateTime(row.closedMs)} · {closedBy}
        </p>
      )}
    </>
  );
}

/** Answers, or takes note where no answer is asked for. */
function Answer({ story, onDone }: { story: PetitionStory; onDone: () => void }) {
  const texts = useConsoleTexts();
  const { t } = texts;
  const client = useClient();
  const { may } = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ text: string }>();
  const { id, wantsAnswer, proof } = story.row;
  const done = (text: string) => {
    void message.success(text);
    onDone();
  };
  const answering = useMutation({
    mutationFn: ({ text }: { text: string }) => client.petitions.answer({ id, text: text.trim() }),
    onSuccess: () => done(t('petitions.answered')),
  });
  const noting = useMutation({
    mutationFn: () => client.petitions.note({ id }),
    onSuccess: () => done(t('petitions.noted')),
  });
  if (!may('petitions.handle') || story.text === null) return null;
  const error = answering.error ?? noting.error;
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => answering.mutate(fields)}>
      {error && (
        <Alert type="error" showIcon role="alert" className="form-alert" title={failureText(texts, error)} />
      )}
      <Form.Item
        name="text"
        label={t('petitions.answer')}
        extra={t(proof === null ? 'petitions.callHint' : 'petitions.answerHint')}
        rules={[
          { required: true, whitespace: true, message: t('cases.reasonRule') },
          { min: 2, max: 500, message: t('cases.reasonRule') },
        ]}
      >
        <Input.TextArea rows={5} maxLength={500} showCount />
      </Form.Item>
      <div className="case-actions">
        <Button type="primary" htmlType="submit" loading={answering.isPending}>
          {t('petitions.send')}
        </Button>
        {!wantsAnswer && (
          <Button loading={noting.isPending} onClick={() => noting.mutate()}>
            {t('petitions.note')}
          </Button>
        )}
      </div>
    </Form>
  );
}
