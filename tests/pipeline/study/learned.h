/* A small study with verdicts, drawn by cs-phantom: what the tests of scoring and training learn from. */
#pragma once

#include "cs-patches.h"

typedef struct
{
  GFile      *folder;
  CsRecord   *record;
  CsSettings *settings;
  CsPatches  *patches;
} Learned;

/* Runs a program's tests on such a study: @n_cases women with one film each, every calcification judged positive, as many
 * boxes of clean tissue negative. Returns the exit status. */
int learned_run (Learned *self, guint n_cases);

/* A watch's batch: breaks a training off in its second epoch; @cancellable is its data. */
void learned_cancel_cb (guint epoch, guint batch, guint n_batches, double loss, gpointer cancellable);
