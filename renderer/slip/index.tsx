export { PdfPreview, type PdfPreviewProps } from './pdf-preview.tsx';
export { SlipPreview, type SlipPreviewProps } from './slip-preview.tsx';
