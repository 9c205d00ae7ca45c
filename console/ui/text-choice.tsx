import { Input } from 'antd';
import { useEffect, useState } from 'react';

/** A text to filter by. It counts on Enter or when the reader leaves the field; what does not fit is marked and not asked for. */
export function TextChoice(o: {
  label: string;
  width: number;
  maxLength: number;
  value: string | null;
  fits: (text: string) => boolean;
  onChange: (value: string | null) => void;
}) {
  const [text, setText] = useState(o.value ?? '');
  useEffect(() => setText(o.value ?? ''), [o.value]);
  const trimmed = text.trim();
  const wrong = trimmed !== '' && !o.fits(trimmed);
  const commit = (next: string) => {
    const value = next.trim() === '' ? null : next.trim();
    if (value !== o.value && (value === null || o.fits(value))) o.onChange(value);
  };
  return (
    <Input
      aria-label={o.label}
      aria-invalid={wrong}
      placeholder={o.label}
      style={{ width: o.width }}
      allowClear
      maxLength={o.maxLength}
      value={text}
      {...(wrong ? { status: 'error' as const } : {})}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value === '') commit('');
      }}
      onPressEnter={() => commit(text)}
      onBlur={() => commit(text)}
    />
  );
}
