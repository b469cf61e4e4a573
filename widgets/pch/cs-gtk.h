/* What nearly every file of widgets and app includes, read once where Meson is told -Db_pch=true, as ./test does: half
 * of what it takes to compile them. Each includes what it needs all the same: other builds, as ./run's, do without. */
#include <adwaita.h>
