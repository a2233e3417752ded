// SPDX-License-Identifier: Apache-2.0
import { en } from './en';
import type { Catalogue } from './speak';
export const ar: Catalogue = en;
