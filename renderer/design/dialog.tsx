import { type ReactNode, useEffect, useRef } from 'react';

interface DialogProps {
  title: string;
  /** Escape and whatever else closes a dialog. */
  onClose: () => void;
  /** Beside the title: the dialog's own close button. */
  aside?: ReactNode;
  /** Takes the whole screen. */
  full?: boolean;
  /** What is in it has a heading of its own; the title only names the dialog. */
  bare?: boolean;
  children: ReactNode;
}

/**
 * A modal dialog over the page; the page under it can be neither touched nor reached by keyboard.
 * The focus begins at `data-first-focus`, else at the heading: a key that was meant for the page presses nothing.
 */
export function Dialog({ title, onClose, aside, full, bare, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    const first = dialog?.querySelector<HTMLElement>('[data-first-focus]') ?? dialog?.querySelector('h2');
    first?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog${full ? ' dialog--full' : ''}${bare ? ' dialog--bare' : ''}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {!bare && (
        <div className="dialog__head">
          <h2 tabIndex={-1}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </dialog>
  );
}
