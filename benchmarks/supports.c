/* Support enumeration of many small two-player games, as one would write it by hand: the peer of
 * bg.solve_batch. For each pair of supports of one size it solves two systems of linear equations,
 * in closed form up to three strategies and by elimination from four on, and leaves as soon as a
 * weight is not positive or a strategy outside does better. It knows nothing of ties.
 *
 * cc -O3 -march=native -shared -fPIC supports.c -o supports.so
 */

#include <math.h>
#include <string.h>

#define MOST 8

/* Weights z > 0 on k columns, summing to one, that make k rows pay the same: 1 if there are such.
 * row r and column c of the table are at table[r * rs + c * cs]. */
static int mix(const double *table, int rs, int cs, const int *rows, const int *cols, int k,
               double *z)
{
    double a[MOST][MOST + 1];
    int i, j, l;
    if (k == 1) {
        z[0] = 1.0;
        return 1;
    }
    for (i = 0; i + 1 < k; i++)
        for (j = 0; j < k; j++)
            a[i][j] = table[rows[i + 1] * rs + cols[j] * cs] - table[rows[0] * rs + cols[j] * cs];
    if (k == 2) {
        double total = a[0][1] - a[0][0];
        if (total == 0.0)
            return 0;
        z[0] = a[0][1] / total;
        z[1] = -a[0][0] / total;
        return z[0] > 0.0 && z[1] > 0.0;
    }
    if (k == 3) {
        double u = a[0][1] * a[1][2] - a[0][2] * a[1][1];
        double v = a[0][2] * a[1][0] - a[0][0] * a[1][2];
        double w = a[0][0] * a[1][1] - a[0][1] * a[1][0];
        double total = u + v + w;
        if (total == 0.0)
            return 0;
        z[0] = u / total;
        z[1] = v / total;
        z[2] = w / total;
        return z[0] > 0.0 && z[1] > 0.0 && z[2] > 0.0;
    }
    for (j = 0; j < k; j++)
        a[k - 1][j] = 1.0;
    for (i = 0; i < k; i++)
        a[i][k] = i == k - 1;
    for (i = 0; i < k; i++) {
        int best = i;
        for (j = i + 1; j < k; j++)
            if (fabs(a[j][i]) > fabs(a[best][i]))
                best = j;
        if (a[best][i] == 0.0)
            return 0;
        if (best != i)
            for (l = i; l <= k; l++) {
                double t = a[i][l];
                a[i][l] = a[best][l];
                a[best][l] = t;
            }
        for (j = i + 1; j < k; j++) {
            double factor = a[j][i] / a[i][i];
            for (l = i + 1; l <= k; l++)
                a[j][l] -= factor * a[i][l];
        }
    }
    for (i = k - 1; i >= 0; i--) {
        double rest = a[i][k];
        for (j = i + 1; j < k; j++)
            rest -= a[i][j] * z[j];
        z[i] = rest / a[i][i];
        if (!(z[i] > 0.0))
            return 0;
    }
    return 1;
}

/* Whether no row outside the support does better against z. */
static int best(const double *table, int rs, int cs, int size, const int *rows, const int *cols,
                int k, const double *z, unsigned support)
{
    double value = 0.0;
    int i, j;
    for (j = 0; j < k; j++)
        value += table[rows[0] * rs + cols[j] * cs] * z[j];
    for (i = 0; i < size; i++) {
        double other = 0.0;
        if (support >> i & 1)
            continue;
        for (j = 0; j < k; j++)
            other += table[i * rs + cols[j] * cs] * z[j];
        if (other > value)
            return 0;
    }
    return 1;
}

/* The subsets of size 1, 2, ... of n strategies, as lists and as bits. */
static int subsets(int n, int (*lists)[MOST], unsigned *bits, int *sizes)
{
    int count = 0, k, i;
    unsigned s;
    for (k = 1; k <= n; k++)
        for (s = 1; s < 1u << n; s++) {
            int size = 0;
            for (i = 0; i < n; i++)
                if (s >> i & 1)
                    lists[count][size++] = i;
            if (size == k) {
                sizes[count] = k;
                bits[count++] = s;
            }
            for (i = size; i < MOST; i++)
                lists[count][i] = 0;
        }
    return count;
}

/* All games: equilibria go to x (games, most, m) and y (games, most, n), and how many to counts.
 * The number of all of them is returned. */
long enumerate(const double *a, const double *b, long games, int m, int n, long most, double *x,
               double *y, int *counts)
{
    static int row_lists[257][MOST], col_lists[257][MOST];
    static unsigned row_bits[257], col_bits[257];
    static int row_sizes[257], col_sizes[257];
    int row_count = subsets(m, row_lists, row_bits, row_sizes);
    int col_count = subsets(n, col_lists, col_bits, col_sizes);
    long g, total = 0;
    for (g = 0; g < games; g++, a += m * n, b += m * n) {
        int r, c, found = 0, first = 0;
        for (r = 0; r < row_count; r++) {
            int k = row_sizes[r];
            const int *rows = row_lists[r];
            while (first < col_count && col_sizes[first] < k)
                first++;
            for (c = first; c < col_count && col_sizes[c] == k; c++) {
                const int *cols = col_lists[c];
                double p[MOST], q[MOST];
                if (!mix(a, n, 1, rows, cols, k, q))
                    continue;
                if (!best(a, n, 1, m, rows, cols, k, q, row_bits[r]))
                    continue;
                if (!mix(b, 1, n, cols, rows, k, p))
                    continue;
                if (!best(b, 1, n, n, cols, rows, k, p, col_bits[c]))
                    continue;
                if (found < most) {
                    double *px = x + (g * most + found) * m, *py = y + (g * most + found) * n;
                    int i;
                    memset(px, 0, m * sizeof(double));
                    memset(py, 0, n * sizeof(double));
                    for (i = 0; i < k; i++) {
                        px[rows[i]] = p[i];
                        py[cols[i]] = q[i];
                    }
                }
                found++;
            }
        }
        counts[g] = found;
        total += found;
    }
    return total;
}
