"""A plain detector to be held against: a difference of Gaussians over the noise round it. For benches only.

Deliberately short and without knowledge of calcifications: what forty lines give, and a workstation must beat."""
import numpy
from scipy import ndimage


def breast(film):
    """The largest region over air; tissue at a distance of 3 mm from what is not."""
    smooth = ndimage.gaussian_filter(film, 5)
    labels, n = ndimage.label(smooth > 0.12 * film.max())
    if n == 0:
        return numpy.zeros(film.shape, bool)
    sizes = numpy.bincount(labels.ravel())
    sizes[0] = 0
    return ndimage.binary_fill_holes(labels == sizes.argmax())


def boxes(film, mm_per_pixel):
    """(x, y, score) of the maxima over three deviations, best first; centres in pixels of the film."""
    film = film.astype(numpy.float32)
    sigma, reach = max(0.7, 0.14 / mm_per_pixel), int(2 * 5 / mm_per_pixel) + 1
    inside = ndimage.binary_erosion(breast(film), iterations=max(1, int(3 / mm_per_pixel)))
    band = ndimage.gaussian_filter(film, sigma) - ndimage.gaussian_filter(film, 2.5 * sigma)
    weight = inside.astype(numpy.float32)
    share = numpy.maximum(ndimage.uniform_filter(weight, reach), 1e-4)
    noise = numpy.sqrt(ndimage.uniform_filter(band * band * weight, reach) / share)
    rated = numpy.where(inside, band / numpy.maximum(noise, 1e-3), 0)
    y, x = numpy.nonzero((rated == ndimage.maximum_filter(rated, 5)) & (rated > 3))
    order = numpy.argsort(-rated[y, x], kind="stable")
    return [(float(x[i]) + 0.5, float(y[i]) + 0.5, float(rated[y[i], x[i]])) for i in order]
