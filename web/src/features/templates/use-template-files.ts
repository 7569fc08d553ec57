// The files of a template while it is changed, and the pictures that its texts show.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useFiles, waitsFor } from '@/components/files/use-files';
import { usePictures } from '@/components/files/use-pictures';
import type { Template, Upload } from '@/lib/api/types';
import { allHtml, valuesOf } from './template-form';

export const SLOT = 'template';

/** `uploads` are files that the template does not keep yet, as of one that a copy is made of before it is saved. */
export function useTemplateFiles(template: Template | null, uploads: Upload[] = []) {
  const [changed, setChanged] = useState(false);
  const files = useFiles(useCallback(() => setChanged(true), []));
  const { restore, adopt } = files;
  // Once: what comes later is chosen here.
  const begun = useRef({ template, uploads });
  useEffect(() => {
    const { template, uploads } = begun.current;
    const html = template && allHtml(valuesOf(template, template.default_language));
    restore(SLOT, template?.files ?? [], html, true);
    adopt(SLOT, uploads, html);
  }, [restore, adopt]);
  return { files, pictures: usePictures(files, SLOT, true), waits: waitsFor(files.files), changed };
}
