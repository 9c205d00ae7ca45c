import type { Locale } from '../../contracts/primitives.ts';
import type { CameraState } from './camera.ts';

interface ScanTexts {
  title: string;
  preview: string;
  cancel: string;
  type: string;
  retry: string;
  states: Readonly<Record<CameraState, string>>;
}

const ZH: ScanTexts = {
  title: '扫描回执二维码',
  preview: '摄像头画面',
  cancel: '返回',
  type: '改为输入办件编号',
  retry: '重试',
  states: {
    asking: '正在打开摄像头…',
    looking: '请将回执上的二维码对准取景框',
    nothing: '还没有看到二维码。请靠近一些、避开反光，也可以改为输入办件编号。',
    denied: '本机没有开放摄像头。请改为输入办件编号。',
    absent: '没有找到摄像头。请改为输入办件编号。',
    failed: '摄像头暂时不能用。可以重试，或者改为输入办件编号。',
  },
};

const EN: ScanTexts = {
  title: 'Scan the code on your receipt',
  preview: 'Camera picture',
  cancel: 'Back',
  type: 'Enter the case number instead',
  retry: 'Try again',
  states: {
    asking: 'Opening the camera…',
    looking: 'Hold the code on your receipt inside the frame',
    nothing: 'No code seen yet. Hold it closer and out of the glare, or enter the case number instead.',
    denied: 'The camera is not open to this screen. Please enter the case number instead.',
    absent: 'No camera was found. Please enter the case number instead.',
    failed: 'The camera does not work at the moment. Try again, or enter the case number instead.',
  },
};

export const textsOf = (locale: Locale): ScanTexts => (locale === 'en' ? EN : ZH);
