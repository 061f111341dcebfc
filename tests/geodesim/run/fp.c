/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Floating-point work whose every printed bit must be the same on the host and in geodesim. */
#include <stdio.h>
#include <stdint.h>
#include <string.h>

#define N 48

static uint32_t seed = 12345;

static double next(void)
{
	seed = seed * 1664525u + 1013904223u;
	return (double)(int32_t)seed / 65536.0;
}

static uint64_t bits(double d)
{
	uint64_t u;

	memcpy(&u, &d, sizeof(u));
	return u;
}

/* Newton's square root with the unit's own as check. */
static double root(double x)
{
	double r;

	__asm__("fsqrt" : "=t"(r) : "0"(x));
	return r;
}

static double sine(double x)
{
	double r;

	__asm__("fsin" : "=t"(r) : "0"(x));
	return r;
}

static double log2_of(double x)
{
	double r;

	__asm__("fyl2x" : "=t"(r) : "0"(x), "u"(1.0) : "st(1)");
	return r;
}

static void linear_equations(void)
{
	static double a[N][N], b[N];
	double sum = 0;

	for (int i = 0; i < N; i++) {
		for (int j = 0; j < N; j++)
			a[i][j] = next() + (i == j ? 1e6 : 0);
		b[i] = next();
	}
	for (int k = 0; k < N; k++) {
		for (int i = k + 1; i < N; i++) {
			double f = a[i][k] / a[k][k];

			for (int j = k; j < N; j++)
				a[i][j] -= f * a[k][j];
			b[i] -= f * b[k];
		}
	}
	for (int i = N - 1; i >= 0; i--) {
		for (int j = i + 1; j < N; j++)
			b[i] -= a[i][j] * b[j];
		b[i] /= a[i][i];
		sum += b[i];
	}
	printf("equations %016llx %.17g\n", (unsigned long long)bits(sum), sum);
}

static void mandelbrot(void)
{
	unsigned total = 0;

	for (int y = -40; y < 40; y++) {
		for (int x = -80; x < 40; x++) {
			double cr = x / 40.0, ci = y / 40.0, zr = 0, zi = 0;
			unsigned n = 0;

			while (n < 200 && zr * zr + zi * zi < 4) {
				double t = zr * zr - zi * zi + cr;

				zi = 2 * zr * zi + ci;
				zr = t;
				n++;
			}
			total = total * 31 + n;
		}
	}
	printf("mandelbrot %08x\n", total);
}

static void orbit(void)
{
	double x = 1, y = 0, vx = 0, vy = 1, dt = 0.001;

	for (int i = 0; i < 20000; i++) {
		double r2 = x * x + y * y, r3 = r2 * root(r2);

		vx -= dt * x / r3;
		vy -= dt * y / r3;
		x += dt * vx;
		y += dt * vy;
	}
	printf("orbit %016llx %016llx\n", (unsigned long long)bits(x), (unsigned long long)bits(y));
}

static void functions(void)
{
	double s = 0;

	for (int i = 1; i < 2000; i++)
		s += sine(i * 0.37) * log2_of(i + 0.5);
	printf("functions %.10g\n", s);
}

static void conversions(void)
{
	uint64_t h = 0;

	for (int i = 0; i < 20000; i++) {
		double d = next() * next();
		float f = (float)d;
		int64_t l = (int64_t)(d * 1000.0);
		int32_t w = (int32_t)f;
		long double e = (long double)d * 3.0L / 7.0L;

		h = h * 1099511628211u + bits(d + (double)f) + (uint64_t)l + (uint32_t)w +
		    bits((double)e);
	}
	printf("conversions %016llx\n", (unsigned long long)h);
	for (int i = 0; i < 10; i++) {
		double d = next() * 1e30 / (i + 3);

		printf("print %.17g %La\n", d, (long double)d / 3);
	}
}

int main(void)
{
	linear_equations();
	mandelbrot();
	orbit();
	functions();
	conversions();
	return 0;
}
