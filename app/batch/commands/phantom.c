/* phantom: films drawn from a seed, with their truth. */
#include <glib/gi18n.h>
#include <stdio.h>

#include "cs-command.h"
#include "cs-crew.h"
#include "cs-phantom.h"

/* Without --um the two sorts of film of the contract: like MIAS up to this side, like DDSM above. */
#define SMALL_SIDE 2048
#define SMALL_UM 200.0
#define LARGE_UM 50.0
/* From this grain on a film has 8 bits where --bits says nothing. */
#define COARSE_UM 100.0

typedef struct
{
  int            count, seed, bits, per_case;
  double         um, blur_um, noise, ligaments, sharpen;
  char          *size, *contrast, *detector, *out;
  guint          width, height;
  double         lower, upper;
  gboolean       has_contrast;
  GFile         *folder;
  CsCall        *call;
} Phantom;

static void
phantom_clear (Phantom *self)
{
  g_free (self->size);
  g_free (self->contrast);
  g_free (self->detector);
  g_free (self->out);
  g_clear_object (&self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Phantom, phantom_clear)

static gboolean
parse_contrast (Phantom *self,
                GError **error)
{
  char *end;

  self->has_contrast = self->contrast != NULL;
  if (!self->has_contrast)
    return TRUE;
  self->lower = g_ascii_strtod (self->contrast, &end);
  if (end != self->contrast && *end == ':')
    {
      const char *second = end + 1;

      self->upper = g_ascii_strtod (second, &end);
      if (end != second && *end == '\0' && self->lower > 0 && self->upper >= self->lower && self->upper <= 1000)
        return TRUE;
    }
  return cs_call_misuse (error, _("--contrast wants LOW:HIGH, like 2:10, not “%s”"), self->contrast);
}

static gboolean
parse_size (Phantom *self,
            GError **error)
{
  char tail;

  if (self->size != NULL && sscanf (self->size, "%5ux%5u%c", &self->width, &self->height, &tail) != 2)
    return cs_call_misuse (error, _("--size wants WIDTHxHEIGHT, like 1024x1024, not “%s”"), self->size);
  if (self->width < 64 || self->height < 64 || self->width > CS_MAX_SIDE || self->height > CS_MAX_SIDE)
    return cs_call_misuse (error, _("A phantom has 64 to %u pixels a side"), CS_MAX_SIDE);
  return TRUE;
}

static gboolean
is_digital (const Phantom *self)
{
  return g_strcmp0 (self->detector, "digital") == 0;
}

static gboolean
check_detector (const Phantom *self,
                GError       **error)
{
  if (self->detector != NULL && !is_digital (self) && g_strcmp0 (self->detector, "film") != 0)
    return cs_call_misuse (error, _("--detector wants film or digital, not “%s”"), self->detector);
  if (self->blur_um < 0 || self->blur_um > 1000)
    return cs_call_misuse (error, _("--blur wants 1 to 1000 micrometres"));
  if (!(self->noise >= 0 && self->noise <= 100))
    return cs_call_misuse (error, _("--noise wants 0 to 100"));
  if (!(self->ligaments >= 0 && self->ligaments <= 100))
    return cs_call_misuse (error, _("--ligaments wants 0 to 100"));
  if (!(self->sharpen >= 0 && self->sharpen <= 10))
    return cs_call_misuse (error, _("--sharpen wants 0 to 10"));
  return TRUE;
}

static gboolean
check (Phantom *self,
       GError **error)
{
  if (self->out == NULL)
    return cs_call_misuse (error, _("Where to? Give --out DIR"));
  if (self->count < 1 || self->count > 100000)
    return cs_call_misuse (error, _("--count wants 1 to 100000"));
  if (self->seed < 0)
    return cs_call_misuse (error, _("--seed wants a number from 0"));
  if (self->per_case != 1 && self->per_case != 2 && self->per_case != 4)
    return cs_call_misuse (error, _("--films-per-case wants 1, 2 or 4"));
  if (!parse_size (self, error) || !parse_contrast (self, error) || !check_detector (self, error))
    return FALSE;
  if (self->um == 0)
    self->um = MAX (self->width, self->height) <= SMALL_SIDE ? SMALL_UM : LARGE_UM;
  if (!(self->um >= 10 && self->um <= 1000))
    return cs_call_misuse (error, _("--um wants 10 to 1000 micrometres a pixel"));
  if (self->bits == 0)
    self->bits = self->um >= COARSE_UM ? 8 : 12;
  if (self->bits != 8 && self->bits != 12)
    return cs_call_misuse (error, _("--bits wants 8 or 12"));
  return TRUE;
}

/* cs_phantom numbers four films a woman: R CC, L CC, R MLO, L MLO. Two of them are both views of one side, which
 * changes from woman to woman; one is a CC or an MLO view in turn. */
static guint
series_index (const Phantom *self,
              guint          i)
{
  guint woman = i / self->per_case, film = i % self->per_case;

  if (self->per_case == 4)
    return i;
  if (self->per_case == 2)
    return 4 * woman + 2 * film + woman % 2;
  return 4 * woman + woman % 4;
}

static gpointer
draw (guint         i,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  const Phantom *self = data;
  guint index = series_index (self, i);
  g_autofree char *name = cs_phantom_name (self->seed, index);
  CsPhantomPlan plan;
  CsPhantom *phantom;
  gboolean ok;

  cs_phantom_plan_init (&plan, self->width, self->height, self->bits, self->um / 1000, self->seed, index);
  if (is_digital (self))
    cs_phantom_plan_digital (&plan);
  if (self->blur_um > 0)
    plan.psf_mm = self->blur_um / 1000;
  plan.noise *= self->noise;
  plan.ligaments = self->ligaments;
  plan.sharpen = self->sharpen;
  if (self->has_contrast)
    {
      plan.contrast_lower = self->lower;
      plan.contrast_upper = self->upper;
    }
  phantom = cs_phantom_draw (&plan, self->seed, index, cancellable, error);
  if (phantom == NULL)
    return NULL;
  ok = cs_phantom_write (phantom, self->folder, cancellable, error);
  cs_phantom_free (phantom);
  return ok ? g_steal_pointer (&name) : NULL;
}

static gboolean
tell (guint    i,
      gpointer result,
      gpointer data,
      GError **error)
{
  const Phantom *self = data;
  g_autofree char *path = g_build_filename (self->out, result, "film.png\n", NULL);

  cs_progress_report ((i + 1.0) / self->count, _("Drawing films"), self->call->progress);
  return cs_call_answer (self->call, path, NULL, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (Phantom) self = { .count = 1, .seed = 1, .per_case = 2, .width = 1024, .height = 1024, .noise = 1,
                          .call = call };
  guint workers;
  const GOptionEntry entries[] = {
    { "count", 0, 0, G_OPTION_ARG_INT, &self.count, N_("How many films (1)"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &self.seed, N_("The same seed gives the same films (1)"), "S" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &self.size, N_("Pixels of a film (1024x1024)"), "WxH" },
    { "bits", 0, 0, G_OPTION_ARG_INT, &self.bits, N_("Grey levels (8 from 100 µm a pixel on, else 12)"), "8|12" },
    { "um", 0, 0, G_OPTION_ARG_DOUBLE, &self.um,
      N_("Micrometres a pixel (200 up to 2048 pixels a side, else 50)"), "UM" },
    { "contrast", 0, 0, G_OPTION_ARG_STRING, &self.contrast,
      N_("Contrast-to-noise of the calcifications (2:10)"), "LOW:HIGH" },
    { "detector", 0, 0, G_OPTION_ARG_STRING, &self.detector, N_("A scanned film or a digital detector (film)"),
      "film|digital" },
    { "blur", 0, 0, G_OPTION_ARG_DOUBLE, &self.blur_um,
      N_("Standard deviation of the detector's blur in micrometres (film 80, digital 50)"), "UM" },
    { "noise", 0, 0, G_OPTION_ARG_DOUBLE, &self.noise, N_("The detector’s noise, so many times its own (1)"), "X" },
    { "ligaments", 0, 0, G_OPTION_ARG_DOUBLE, &self.ligaments,
      N_("Thin strands in each square centimetre of breast (0)"), "N" },
    { "sharpen", 0, 0, G_OPTION_ARG_DOUBLE, &self.sharpen,
      N_("Adds fine detail so many times once more, as digital films are shown (0)"), "X" },
    { "films-per-case", 0, 0, G_OPTION_ARG_INT, &self.per_case, N_("Films of one woman (2)"), "1|2|4" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &self.out, N_("The folder that gets one folder a film"), N_("DIR") },
    { NULL } };

  if (!cs_call_parse (call, entries, 0, 0, error) || !check (&self, error))
    return FALSE;
  self.folder = cs_call_file (self.out);
  if (!cs_call_make_folder (self.folder, error))
    return FALSE;
  workers = cs_crew_workers (self.count, (guint64) self.width * self.height, 0);
  return cs_crew_run (self.count, workers, draw, tell, g_free, &self, call->cancellable, error);
}

const CsCommand cs_command_phantom = {
  .name = "phantom",
  .arguments = N_("--count N --seed S --size WxH --out DIR"),
  .summary = N_("Draws films from a seed, with their truth, and prints their names."),
  .run = run,
};
