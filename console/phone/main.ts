import './phone.css';
import { hello, sendFile } from './hub.ts';
import { startPage } from './page.ts';
import { languageOf } from './texts.ts';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html lacks #page');
const token = location.pathname.split('/').at(-1) ?? '';
startPage({
  root,
  language: languageOf(navigator.languages),
  hello: () => hello(token),
  send: (file, onProgress) => sendFile(token, file, onProgress),
});
