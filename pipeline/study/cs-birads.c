#include "cs-birads.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_BYTES 2000    /* of words of the reader's own */

static const CsTerm densities[] = {
  { "a", N_("a: almost entirely fatty") },
  { "b", N_("b: scattered fibroglandular density") },
  { "c", N_("c: heterogeneously dense") },
  { "d", N_("d: extremely dense") },
  { 0 },
};

static const CsTerm categories[] = {
  { "0", N_("0: incomplete") }, { "1", N_("1: negative") }, { "2", N_("2: benign") },
  { "3", N_("3: probably benign") }, { "4A", N_("4A: low suspicion") }, { "4B", N_("4B: moderate suspicion") },
  { "4C", N_("4C: high suspicion") }, { "5", N_("5: highly suggestive of malignancy") },
  { "6", N_("6: proven malignancy") },
  { 0 },
};

/* Those of suspicion first, then the typically benign ones. */
static const CsTerm morphologies[] = {
  { "amorphous", N_("amorphous") },
  { "coarse-heterogeneous", N_("coarse heterogeneous") },
  { "fine-pleomorphic", N_("fine pleomorphic") },
  { "fine-linear", N_("fine linear or branching") },
  { "round", N_("round") },
  { "punctate", N_("punctate") },
  { "skin", N_("skin") },
  { "vascular", N_("vascular") },
  { "popcorn", N_("coarse or popcorn-like") },
  { "rod", N_("large rod-like") },
  { "rim", N_("rim") },
  { "dystrophic", N_("dystrophic") },
  { "milk", N_("milk of calcium") },
  { "suture", N_("suture") },
  { 0 },
};

static const CsTerm distributions[] = {
  { "diffuse", N_("diffuse") },
  { "regional", N_("regional") },
  { "grouped", N_("grouped") },
  { "linear", N_("linear") },
  { "segmental", N_("segmental") },
  { 0 },
};

static const CsTerm confidences[] = {
  { "1", N_("1: a guess") }, { "2", "2" }, { "3", "3" }, { "4", "4" },
  { "5", N_("5: certain") },
  { 0 },
};

const CsDescriptor cs_descriptors[] = {
  { "density", N_("Breast density"), CS_SUBJECT_CASE, densities },
  { "category", N_("Category"), CS_SUBJECT_CASE, categories },
  { "signed", N_("Signed off"), CS_SUBJECT_CASE, NULL },
  { "reopened", N_("Reopened because"), CS_SUBJECT_CASE, NULL },
  { "unusable", N_("Film unusable because"), CS_SUBJECT_FILM, NULL },
  { "morphology", N_("Morphology"), CS_SUBJECT_MARK, morphologies },
  { "distribution", N_("Distribution"), CS_SUBJECT_MARK, distributions },
  { "confidence", N_("Confidence"), CS_SUBJECT_MARK, confidences },
  { "lesion", N_("Lesion"), CS_SUBJECT_MARK, NULL },
  { "note", N_("Note"), CS_SUBJECT_MARK, NULL },
  { "blind", N_("Own reading"), CS_SUBJECT_FILM, NULL },
  { 0 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (cs_descriptors) == CS_N_DESCRIPTORS + 1);

const CsDescriptor *
cs_descriptor_find (const char *id)
{
  for (const CsDescriptor *one = cs_descriptors; one->id != NULL; one++)
    if (g_strcmp0 (one->id, id) == 0)
      return one;
  return NULL;
}

static const CsTerm *
find_term (const CsDescriptor *self, const char *value)
{
  for (const CsTerm *term = self->terms; term != NULL && term->id != NULL; term++)
    if (g_str_equal (term->id, value))
      return term;
  return NULL;
}

gboolean
cs_descriptor_is_deed (const CsDescriptor *self)
{
  return g_str_equal (self->id, "signed") || g_str_equal (self->id, "reopened") || g_str_equal (self->id, "blind");
}

gboolean
cs_descriptor_takes (const CsDescriptor *self, const char *value)
{
  if (value[0] == '\0')
    return TRUE;
  return self->terms != NULL ? find_term (self, value) != NULL
                             : strlen (value) <= MOST_BYTES && g_utf8_validate (value, -1, NULL);
}

const char *
cs_descriptor_word (const CsDescriptor *self, const char *value)
{
  const CsTerm *term = find_term (self, value);

  return term != NULL ? _(term->word) : value;
}

CsWords *
cs_words_copy (const CsWords *self)
{
  CsWords *copy = self != NULL ? g_new0 (CsWords, 1) : NULL;

  for (guint i = 0; copy != NULL && i < CS_N_DESCRIPTORS; i++)
    copy->values[i] = g_strdup (self->values[i]);
  return copy;
}

void
cs_words_free (CsWords *self)
{
  for (guint i = 0; self != NULL && i < CS_N_DESCRIPTORS; i++)
    g_free (self->values[i]);
  g_free (self);
}

const char *
cs_words_get (const CsWords *self, guint descriptor)
{
  return self != NULL && self->values[descriptor] != NULL ? self->values[descriptor] : "";
}

void
cs_words_set (CsWords *self, guint descriptor, const char *value)
{
  char *copy = g_strdup (value);

  g_free (self->values[descriptor]);
  self->values[descriptor] = copy;
}
