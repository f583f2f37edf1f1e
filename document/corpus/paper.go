package corpus

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"

	"golang.org/x/image/font/gofont/goregular"
)

func identityLines() []string {
	return []string{
		"UTOPIA  IDENTITY CARD", "Surname  EXAMPLE", "Given names  MARIA ANNA",
		"Date of birth  14.03.1987", "Document no.  UT4839201", "Date of expiry  13.03.2031", "Personal no.  870314-2217",
	}
}

func billLines() []string {
	return []string{
		"Utopia Power Company", "Customer  MARIA EXAMPLE", "Customer number  20048817",
		"Invoice  2026-004711 of 02.11.2026", "Consumption  412 kWh", "Amount due  128.40 EUR",
		"IBAN GB82 WEST 1234 5698 7654 32", "Please pay before 30.11.2026",
	}
}

func receiptLines() []string {
	return []string{
		"CORNER SHOP", "Bread  2.40", "Milk 1l  1.35", "Apples 0.8 kg  3.12", "TOTAL  6.87",
		"14.11.2026  17:42  Till 3", "Card **** **** **** 4242", "Thank you",
	}
}

// paper sets lines on a sheet.
func paper(want Want, lines []string) drawer {
	return func(r *rand.Rand, class string) Picture {
		img := image.NewRGBA(image.Rect(0, 0, 1200, 900))
		sheet := color.RGBA{shade(r, 228, 20), shade(r, 226, 20), shade(r, 218, 20), 255}
		draw.Draw(img, img.Bounds(), image.NewUniform(sheet), image.Point{}, draw.Src)
		for i, line := range lines {
			write(img, goregular.TTF, 44, 90, 110+i*96, line, color.RGBA{30, 30, 36, 255})
		}
		return Picture{Class: class, Image: camera(r, img, 4), Want: want}
	}
}
