#include "cs-case-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-case-words.h"

#define MARGIN 40.0
#define GAP 6.0
#define ROW_HEIGHT 232.0        /* of films: two rows of four films go under the facts of a sheet of A4 */
#define DETAIL_HEIGHT 190.0     /* of a cluster, enlarged */
#define NAME_WIDTH 92.0
#define DIGIT 3.6               /* of a number on a film, and how high it is */
#define NUMBER_HEIGHT 7.0
#define POINTS_PER_MM (72 / 25.4)

/* Widths of the table's columns, shares of the whole. */
enum { COLUMN_NUMBER, COLUMN_FILM, COLUMN_PLACE, COLUMN_SIZE, COLUMN_SUSPICION, COLUMN_VERDICT, COLUMN_CLUSTER,
       COLUMN_READER, COLUMN_WHEN, N_COLUMNS };
static const struct { double share; const char *title; } columns[N_COLUMNS] = {
  { 0.06, N_("No.") }, { 0.08, N_("Film") }, { 0.12, N_("Middle, px") }, { 0.15, N_("Size") },
  { 0.11, N_("Suspicion") }, { 0.14, N_("Verdict") }, { 0.08, N_("Cluster") }, { 0.14, N_("Reader") },
  { 0.12, N_("When") },
};

/* The place where writing goes on. */
typedef struct
{
  CsCaseLayout  *layout;
  const CsCase  *shown;
  CsCaseMeasure  measure;
  gpointer       data;
  guint          page;
  double         y, bottom;
} Pen;

static double
width_of (const Pen *pen)
{
  return pen->layout->width - 2 * MARGIN;
}

static CsCaseItem *
put (Pen        *pen,
     CsCaseKind  kind,
     double      x,
     double      y,
     double      width,
     double      height,
     const char *text)
{
  CsCaseItem item = { .kind = kind, .page = pen->page, .x = x, .y = y, .width = width, .height = height,
                      .text = g_strdup (text) };

  g_array_append_val (pen->layout->items, item);
  return &g_array_index (pen->layout->items, CsCaseItem, pen->layout->items->len - 1);
}

static double
height_of (const Pen  *pen,
           CsCaseKind  kind,
           const char *text,
           double      width)
{
  return pen->measure (kind, text, width, pen->data);
}

/* TRUE: on a new page. */
static gboolean
make_room (Pen   *pen,
           double height)
{
  if (pen->y + height <= pen->bottom)
    return FALSE;
  pen->page++;
  pen->y = MARGIN;
  return TRUE;
}

/* A piece of text over the whole width; @below: what must follow it on the same page. */
static void
write_text (Pen        *pen,
            CsCaseKind  kind,
            const char *text,
            double      below)
{
  double height = height_of (pen, kind, text, width_of (pen));

  make_room (pen, height + below);
  put (pen, kind, MARGIN, pen->y, width_of (pen), height, text);
  pen->y += height + GAP;
}

static void
write_fact (Pen        *pen,
            const char *name,
            const char *text)
{
  double rest = width_of (pen) - NAME_WIDTH, height;

  if (text[0] == '\0')
    return;
  height = MAX (height_of (pen, CS_CASE_NAME, name, NAME_WIDTH - GAP), height_of (pen, CS_CASE_TEXT, text, rest));
  make_room (pen, height);
  put (pen, CS_CASE_NAME, MARGIN, pen->y, NAME_WIDTH - GAP, height, name);
  put (pen, CS_CASE_TEXT, MARGIN + NAME_WIDTH, pen->y, rest, height, text);
  pen->y += height + GAP / 3;
}

/* What is said of the case, a line each. */
static void
write_said (Pen *pen)
{
  for (guint i = 0; i < pen->shown->said->len; i++)
    {
      const CsCaseSaid *said = &g_array_index (pen->shown->said, CsCaseSaid, i);

      if (said->subject == CS_SUBJECT_CASE)
        write_fact (pen, _(said->title), said->word);
    }
}

static void
write_facts (Pen *pen)
{
  const CsCase *shown = pen->shown;
  g_autofree char *title = g_strdup_printf (_("Report: %s"), shown->title);
  g_autofree char *date = cs_case_date (shown->when, "%F %H:%M"), *readers = cs_case_readers (shown);
  g_autofree char *counts = cs_case_counts (shown);

  write_text (pen, CS_CASE_TITLE, title, 0);
  write_fact (pen, _("Study"), shown->study);
  write_fact (pen, _("Date"), date);
  write_fact (pen, _("Finds"), counts);
  write_fact (pen, _("Readers"), readers);
  write_fact (pen, _("Network"), shown->network[0] != '\0' ? shown->network : _("none"));
  write_fact (pen, _("Settings"), shown->settings);
  write_fact (pen, _("Program"), CS_PROGRAM);
  write_said (pen);
  pen->y += GAP;
}

/* Points a millimetre: the same for all films whose pixels have a size; 0: no film has. */
static double
common_scale (const CsCase *shown,
              double        half)
{
  double scale = G_MAXDOUBLE;

  for (guint i = 0; i < shown->films->len; i++)
    {
      const CsRecordFilm *film = g_array_index (shown->films, CsCaseFilm, i).film;
      double mm = film->facts.mm_per_pixel;

      if (mm > 0)
        scale = MIN (scale, MIN (half / (film->width * mm), ROW_HEIGHT / (film->height * mm)));
    }
  return scale < G_MAXDOUBLE ? scale : 0;
}

static double
scale_of (const CsRecordFilm *film,
          double              common,
          double              half)
{
  if (film->facts.mm_per_pixel > 0)
    return common * film->facts.mm_per_pixel;
  return MIN (half / film->width, ROW_HEIGHT / film->height);
}

static CsCaseRect
rect_of (const CsBox      *box,
         const CsCaseItem *picture)
{
  return (CsCaseRect) { picture->x + (box->x - picture->part.x) * picture->scale,
                        picture->y + (box->y - picture->part.y) * picture->scale, box->width * picture->scale,
                        box->height * picture->scale };
}

/* What is to be written beside a box of a picture; words "": the box is only not to be covered. */
typedef struct { CsCaseKind kind; guint index; const CsBox *box; char words[16]; } Label;

static void
put_labels (Pen    *pen,
            GArray *labels,
            guint   on)
{
  CsCaseItem picture = g_array_index (pen->layout->items, CsCaseItem, on);
  CsCaseRect whole = { picture.x, picture.y, picture.width, picture.height };
  g_autofree CsCaseRect *boxes = g_new (CsCaseRect, labels->len + 1), *places = g_new0 (CsCaseRect, labels->len + 1);

  for (guint i = 0; i < labels->len; i++)
    {
      const Label *label = &g_array_index (labels, Label, i);

      boxes[i] = rect_of (label->box, &picture);
      places[i].width = label->words[0] != '\0' ? DIGIT * strlen (label->words) + 1 : 0;
      places[i].height = NUMBER_HEIGHT;
    }
  cs_case_place_numbers (&whole, boxes, places, labels->len);
  for (guint i = 0; i < labels->len; i++)
    {
      const Label *label = &g_array_index (labels, Label, i);
      const CsCaseRect *place = &places[i];
      CsCaseItem *item = place->x >= 0 ? put (pen, label->kind, place->x, place->y, place->width, place->height,
                                              label->words) : NULL;

      if (item != NULL)
        {
          item->index = label->index;
          item->on = on;
        }
    }
}

static void
add_find (GArray       *labels,
          const CsCase *shown,
          guint         i,
          gboolean      numbered)
{
  Label label = { .kind = CS_CASE_NUMBER, .index = i, .box = &g_array_index (shown->finds, CsCaseFind, i).mark->box };

  if (numbered)
    g_snprintf (label.words, sizeof label.words, "%u", i + 1);
  g_array_append_val (labels, label);
}

/* A cluster has its letter; the numbers of its finds are in its own picture. */
static void
label_film (Pen  *pen,
            guint film,
            guint on)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, TRUE, sizeof (Label));
  const CsCaseFilm *hung = &g_array_index (pen->shown->films, CsCaseFilm, film);

  for (guint i = 0; i < pen->shown->clusters->len; i++)
    {
      const CsCaseCluster *cluster = &g_array_index (pen->shown->clusters, CsCaseCluster, i);
      g_autofree char *letter = cs_case_letter (i);
      Label label = { .kind = CS_CASE_LETTER, .index = i, .box = &cluster->extent };

      g_strlcpy (label.words, letter, sizeof label.words);
      if (cluster->film == film)
        g_array_append_val (labels, label);
    }
  for (guint i = hung->first; i < hung->first + hung->n; i++)
    add_find (labels, pen->shown, i, g_array_index (pen->shown->finds, CsCaseFind, i).cluster < 0);
  put_labels (pen, labels, on);
}

static void
label_detail (Pen                 *pen,
              const CsCaseCluster *cluster,
              guint                on)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, TRUE, sizeof (Label));

  for (guint i = cluster->first; i < cluster->first + cluster->n; i++)
    add_find (labels, pen->shown, i, TRUE);
  put_labels (pen, labels, on);
}

/* A picture of @part of a film: its place among the items is the result. */
static guint
put_picture (Pen         *pen,
             CsCaseKind   kind,
             guint        index,
             const CsBox *part,
             double       x,
             double       y,
             double       scale)
{
  CsCaseItem *item = put (pen, kind, x, y, part->width * scale, part->height * scale, NULL);

  item->index = index;
  item->part = *part;
  item->scale = scale;
  return pen->layout->items->len - 1;
}

/* The right breast's film ends where the left one's begins: chest walls together. */
static void
put_film (Pen   *pen,
          guint  i,
          double caption,
          double scale,
          double half)
{
  const CsCaseFilm *film = &g_array_index (pen->shown->films, CsCaseFilm, i);
  g_autofree char *words = cs_case_caption (pen->shown, film);
  double width = film->film->width * scale, x = MARGIN + (film->column == 0 ? half - width : half + GAP);
  CsBox whole = { .width = (int) film->film->width, .height = (int) film->film->height };

  put (pen, CS_CASE_CAPTION, MARGIN + film->column * (half + GAP), pen->y, half, caption, words);
  label_film (pen, i, put_picture (pen, CS_CASE_FILM, i, &whole, x, pen->y + caption + 2, scale));
}

/* The films of one row, from @i on; their number is the result. */
static guint
write_row (Pen   *pen,
           guint  i,
           double common,
           double half)
{
  const GArray *films = pen->shown->films;
  guint row = g_array_index (films, CsCaseFilm, i).row, end = i;
  double caption = 0, high = 0;

  for (; end < films->len && g_array_index (films, CsCaseFilm, end).row == row; end++)
    {
      const CsCaseFilm *film = &g_array_index (films, CsCaseFilm, end);
      g_autofree char *words = cs_case_caption (pen->shown, film);

      caption = MAX (caption, height_of (pen, CS_CASE_CAPTION, words, half));
      high = MAX (high, film->film->height * scale_of (film->film, common, half));
    }
  make_room (pen, caption + 2 + high);
  for (guint k = i; k < end; k++)
    put_film (pen, k, caption, scale_of (g_array_index (films, CsCaseFilm, k).film, common, half), half);
  pen->y += caption + 2 + high + GAP;
  return end - i;
}

static void
write_films (Pen *pen)
{
  double half = (width_of (pen) - GAP) / 2, common = common_scale (pen->shown, half);
  g_autofree char *note = NULL;

  for (guint i = 0; i < pen->shown->films->len;)
    i += write_row (pen, i, common, half);
  if (common > 0)
    note = g_strdup_printf (_("Films as stored, at one size: %.0f %% of life size. A solid box was accepted, a dashed "
                              "one is unsure, a dotted one was not judged; a frame with a letter is a cluster."),
                            100 * common / POINTS_PER_MM);
  else
    note = g_strdup (_("Films as stored; their size is not known. A solid box was accepted, a dashed one is unsure, a "
                       "dotted one was not judged."));
  write_text (pen, CS_CASE_CAPTION, note, 0);
}

static void
fill_cells (const CsCase *shown,
            guint         i,
            char         *cells[N_COLUMNS])
{
  const CsCaseFind *find = &g_array_index (shown->finds, CsCaseFind, i);
  const CsCaseFilm *film = &g_array_index (shown->films, CsCaseFilm, find->film);
  const CsBox *box = &find->mark->box;

  cells[COLUMN_NUMBER] = g_strdup_printf ("%u", i + 1);
  cells[COLUMN_FILM] = cs_case_film_words (film);
  cells[COLUMN_PLACE] = g_strdup_printf ("%d, %d", box->x + box->width / 2, box->y + box->height / 2);
  cells[COLUMN_SIZE] = cs_case_size (&film->film->facts, box);
  cells[COLUMN_SUSPICION] = cs_case_suspicion (find->mark);
  cells[COLUMN_VERDICT] = g_strdup (cs_case_verdict (find->mark->verdict));
  cells[COLUMN_CLUSTER] = find->cluster < 0 ? g_strdup ("") : cs_case_letter ((guint) find->cluster);
  cells[COLUMN_READER] = g_strdup (find->mark->verdict != CS_VERDICT_NONE ? find->mark->who : "");
  cells[COLUMN_WHEN] = find->mark->verdict != CS_VERDICT_NONE ? cs_case_date (find->mark->when, "%F") : g_strdup ("");
}

static double
row_height (const Pen *pen,
            CsCaseKind kind,
            char      *cells[N_COLUMNS])
{
  double height = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    height = MAX (height, height_of (pen, kind, cells[i], columns[i].share * width_of (pen) - GAP));
  return height;
}

static void
put_row (Pen       *pen,
         CsCaseKind kind,
         char      *cells[N_COLUMNS],
         double     height)
{
  double x = MARGIN;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      put (pen, kind, x, pen->y, columns[i].share * width_of (pen) - GAP, height, cells[i]);
      x += columns[i].share * width_of (pen);
    }
  pen->y += height + 2;
  put (pen, CS_CASE_RULE, MARGIN, pen->y - 1, width_of (pen), 0, NULL);
}

static void
put_head (Pen *pen)
{
  char *titles[N_COLUMNS];

  for (guint i = 0; i < N_COLUMNS; i++)
    titles[i] = (char *) _(columns[i].title);
  put_row (pen, CS_CASE_HEAD, titles, row_height (pen, CS_CASE_HEAD, titles));
}

/* What is said of a find, below its row; the same of the find before it in the same cluster is not said again. */
static char *
said_of (const CsCase *shown,
         guint         i)
{
  const CsCaseFind *find = &g_array_index (shown->finds, CsCaseFind, i), *before = i > 0 ? find - 1 : NULL;
  char *said = cs_case_said (shown, CS_SUBJECT_MARK, find->mark->id);
  g_autofree char *same = before != NULL && find->cluster >= 0 && before->cluster == find->cluster
                          ? cs_case_said (shown, CS_SUBJECT_MARK, before->mark->id) : NULL;

  if (g_strcmp0 (said, same) == 0)
    said[0] = '\0';
  return said;
}

static void
put_said (Pen        *pen,
          const char *said,
          double      height)
{
  double indent = columns[COLUMN_NUMBER].share * width_of (pen);

  if (said[0] == '\0')
    return;
  put (pen, CS_CASE_TEXT, MARGIN + indent, pen->y, width_of (pen) - indent, height, said);
  pen->y += height + 2;
  put (pen, CS_CASE_RULE, MARGIN, pen->y - 1, width_of (pen), 0, NULL);
}

static void
write_find (Pen  *pen,
            guint i)
{
  char *cells[N_COLUMNS];
  g_autofree char *said = said_of (pen->shown, i);
  double wide = (1 - columns[COLUMN_NUMBER].share) * width_of (pen);
  double below = said[0] != '\0' ? height_of (pen, CS_CASE_TEXT, said, wide) : 0, height;

  fill_cells (pen->shown, i, cells);
  height = row_height (pen, CS_CASE_CELL, cells);
  if (make_room (pen, height + below + 4))
    put_head (pen);
  put_row (pen, CS_CASE_CELL, cells, height);
  put_said (pen, said, below);
  for (guint k = 0; k < N_COLUMNS; k++)
    g_free (cells[k]);
}

static void
write_finds (Pen *pen)
{
  write_text (pen, CS_CASE_HEADING, _("Finds"), 60);
  if (pen->shown->finds->len == 0)
    {
      write_text (pen, CS_CASE_TEXT, _("None: no box of this case is accepted, unsure or left to judge."), 0);
      return;
    }
  put_head (pen);
  for (guint i = 0; i < pen->shown->finds->len; i++)
    write_find (pen, i);
  pen->y += GAP;
}

static double
detail_scale (const CsCaseCluster *cluster,
              double               half)
{
  return MIN (half / cluster->part.width, DETAIL_HEIGHT / cluster->part.height);
}

/* One or two clusters beside each other. */
static void
write_cluster_row (Pen   *pen,
                   guint  i,
                   double half)
{
  const GArray *clusters = pen->shown->clusters;
  guint end = MIN (i + 2, clusters->len);
  double caption = 0, high = 0;

  for (guint k = i; k < end; k++)
    {
      const CsCaseCluster *cluster = &g_array_index (clusters, CsCaseCluster, k);
      g_autofree char *words = cs_case_cluster_words (pen->shown, k);

      caption = MAX (caption, height_of (pen, CS_CASE_CAPTION, words, half));
      high = MAX (high, cluster->part.height * detail_scale (cluster, half));
    }
  make_room (pen, caption + 2 + high);
  for (guint k = i; k < end; k++)
    {
      const CsCaseCluster *cluster = &g_array_index (clusters, CsCaseCluster, k);
      g_autofree char *words = cs_case_cluster_words (pen->shown, k);
      double x = MARGIN + (k - i) * (half + GAP);

      put (pen, CS_CASE_CAPTION, x, pen->y, half, caption, words);
      label_detail (pen, cluster, put_picture (pen, CS_CASE_DETAIL, k, &cluster->part, x, pen->y + caption + 2,
                                               detail_scale (cluster, half)));
    }
  pen->y += caption + 2 + high + GAP;
}

static void
write_clusters (Pen *pen)
{
  if (pen->shown->clusters->len == 0)
    return;
  write_text (pen, CS_CASE_HEADING, _("Clusters"), DETAIL_HEIGHT + 30);
  write_text (pen, CS_CASE_CAPTION, _("Five finds or more within a centimetre, enlarged."), 0);
  for (guint i = 0; i < pen->shown->clusters->len; i += 2)
    write_cluster_row (pen, i, (width_of (pen) - GAP) / 2);
}

static double
foot_height (const Pen *pen)
{
  g_autofree char *text = cs_case_disclaimer ();

  return height_of (pen, CS_CASE_FOOT, text, 0.8 * width_of (pen) - GAP);
}

static void
put_feet (Pen *pen)
{
  double height = foot_height (pen), y = pen->layout->height - MARGIN - height, wide = 0.8 * width_of (pen);
  g_autofree char *text = cs_case_disclaimer ();

  pen->layout->n_pages = pen->page + 1;
  for (pen->page = 0; pen->page < pen->layout->n_pages; pen->page++)
    {
      g_autofree char *number = g_strdup_printf (_("%u of %u"), pen->page + 1, pen->layout->n_pages);

      put (pen, CS_CASE_FOOT, MARGIN, y, wide - GAP, height, text);
      put (pen, CS_CASE_PAGE, MARGIN + wide, y, width_of (pen) - wide, height, number);
    }
}

static void
clear_item (gpointer item)
{
  g_free (((CsCaseItem *) item)->text);
}

CsCaseLayout *
cs_case_layout_new (const CsCase *shown,
                    double        width,
                    double        height,
                    CsCaseMeasure measure,
                    gpointer      data)
{
  CsCaseLayout *self = g_new0 (CsCaseLayout, 1);
  Pen pen = { .layout = self, .shown = shown, .measure = measure, .data = data, .y = MARGIN };

  *self = (CsCaseLayout) { .width = width, .height = height };
  self->items = g_array_new (FALSE, FALSE, sizeof (CsCaseItem));
  g_array_set_clear_func (self->items, clear_item);
  pen.bottom = height - MARGIN - foot_height (&pen) - GAP;
  write_facts (&pen);
  write_films (&pen);
  write_clusters (&pen);
  write_finds (&pen);
  put_feet (&pen);
  return self;
}

void
cs_case_layout_free (CsCaseLayout *self)
{
  g_array_unref (self->items);
  g_free (self);
}
