import type { ReactNode } from 'react';
import { Icon, type IconName } from '../../design/icon.tsx';
import { Title } from '../title.tsx';

interface MessageProps {
  icon: IconName;
  /** `warn` for what stops a rating; all else is calm. */
  tone?: 'warn';
  title: string;
  /** What happened and what is kept. */
  body: string;
  /** What to do next. */
  next?: string | undefined;
  aside?: string | undefined;
  /** The next step's buttons: the way back first, the main one last. */
  actions?: ReactNode;
  /** Below, quietly: when the page leaves by itself. */
  foot?: ReactNode;
}

/** A page that says one thing. */
export function Message({ icon, tone, title, body, next, aside, actions, foot }: MessageProps) {
  return (
    <div className="message" data-tone={tone}>
      <span className="seal">
        <Icon name={icon} />
      </span>
      <div className="message__words">
        <Title>{title}</Title>
        <p>{body}</p>
        {next !== undefined && <p>{next}</p>}
        {aside !== undefined && <p className="quiet">{aside}</p>}
      </div>
      <div className="message__foot">
        <div className="quiet">{foot}</div>
        <div className="message__actions">{actions}</div>
      </div>
    </div>
  );
}
